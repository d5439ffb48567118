import Benchmarks
import Foundation
import Testing

@Suite("Communication report")
struct CommunicationReportTests {
  private static func report() throws -> CommunicationReport {
    let seconds = try #require(Spread([52e-6, 50e-6, 60e-6]))
    return CommunicationReport(
      setting: SampleReport.full.setting, communicator: "Open MPI 4.1.4", ranks: 2, repeats: 3,
      results: [
        .init(path: "library", text: "in messages", floats: 93_712, seconds: seconds),
        .init(path: "shared", text: "through shared memory", floats: 1_048_576, seconds: seconds),
      ])
  }

  @Test("the table has micro-seconds and the bytes of a gradient per second")
  func text() throws {
    let lines = try Self.report().text.split(separator: "\n", omittingEmptySubsequences: false)
    let table = lines.drop { !$0.contains("floats") }.prefix(3)
    #expect(
      table == [
        " floats    kB  path       µs    min – max   GB/s",
        "  93712   374  library  52.0  50.0 – 60.0   7.21  in messages",
        "1048576  4194  shared   52.0  50.0 – 60.0  80.66  through shared memory",
      ])
    #expect(lines.contains("ranks       2 (Open MPI 4.1.4)"))
  }

  @Test("JSON has seconds")
  func json() throws {
    struct Report: Decodable {
      struct Result: Decodable {
        struct Seconds: Decodable { let median: Double }
        let path: String
        let floats: Int
        let seconds: Seconds
      }
      let ranks: Int
      let results: [Result]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(Self.report().json().utf8))
    #expect(report.ranks == 2)
    #expect(report.results.map(\.path) == ["library", "shared"])
    #expect(report.results[0].seconds.median == 52e-6)
  }
}
