import Support
import Testing

/// `train --profile`: where the time went, to the last moment.
@Suite("A profile", .serialized)
struct ProfileTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  @Test("has a row for each part, which add up to the total", arguments: ["1", "2"])
  func table(threads: String) async throws {
    let result = try await run.train("--profile", "--threads", threads)
    let rows = result.standardOutput.split(separator: "\n").drop { !$0.hasPrefix("seconds ") }.dropFirst()
    let names = ["data", "forward conv2d + max_pooling2d", "backward dense", "loss", "optimizer", "evaluation"]
    for name in names { #expect(rows.contains { $0.hasPrefix(name + " ") }, "\(name) is not in \(result)") }
    let seconds = rows.compactMap { row in row.split(separator: " ").dropLast(2).last.flatMap { Double($0) } }
    #expect(seconds.count == rows.count, "\(rows)")
    let (parts, total) = (seconds.dropLast().reduce(0, +), try #require(seconds.last))
    // Each number is rounded to a millisecond.
    #expect((parts - total).magnitude <= 0.0006 * Double(seconds.count), "\(parts) of \(total): \(rows)")
  }

  @Test("is the last record of metrics.jsonl, and only there if it was asked for")
  func record() async throws {
    _ = try await run.train("--profile")
    let event = try #require(try run.folder.events().last)
    #expect(event["event"] as? String == "profile")
    let ranks = try #require(event["ranks"] as? [[String: Any]])
    let parts = try #require(ranks.first?["parts"] as? [[String: Any]])
    #expect(ranks.count == 1)
    #expect(parts.contains { $0["name"] as? String == "exchange, waiting" })
  }

  @Test("is not there without the option")
  func absent() async throws {
    let result = try await run.train()
    #expect(!result.standardOutput.contains("seconds "))
    #expect(try run.folder.events().last?["event"] as? String == "run_end")
  }
}
