import Benchmarks
import Foundation
import Testing

@Suite("Kernels report")
struct KernelsReportTests {
  @Test("as text")
  func text() {
    #expect(KernelsText.text(SampleKernelsReport.full) == "")
  }

  @Test("as text fits 100 columns")
  func width() {
    for line in KernelsText.text(SampleKernelsReport.full).split(separator: "\n") {
      #expect(line.count <= 100, "\(line)")
    }
  }

  @Test("as JSON has the times, and the rates that follow from them")
  func json() throws {
    let object = try JSONSerialization.jsonObject(with: Data(SampleKernelsReport.full.json().utf8))
    let report = try #require(object as? [String: Any])
    #expect(
      report.keys.sorted() == [
        "benchmark", "clock", "kernels", "memory", "model", "peak", "products", "repeats", "schema", "setting",
      ])
    #expect(report["benchmark"] as? String == "kernels" && report["schema"] as? Int == 1)
    #expect((report["peak"] as? [String: Any])?["gigaflops"] as? Double == 100)
    let model = try #require(report["model"] as? [String: Any])
    let stages = try #require(model["stages"] as? [[String: Any]])
    #expect(stages.map { $0["layers"] as? String } == ["conv2d + max_pooling2d", "dropout"])
    #expect(stages[0]["gradient_density"] as? Double == 0.25)
    let forward = try #require(stages[0]["forward"] as? [String: Any])
    #expect(forward["flops"] as? Double == 900e3 && forward["dense_flops"] as? Double == 1800e3)
    #expect(forward["share_of_peak"] as? Double == 0.9)
    #expect((forward["seconds"] as? [String: Double])?.keys.sorted() == ["maximum", "median", "minimum"])
    let memory = try #require((report["memory"] as? [[String: Any]])?.first?["call"] as? [String: Any])
    #expect(memory["gigabytes_per_second"] as? Double == 6)
    // What does not apply is left out.
    #expect(memory["gigaflops"] == nil && memory["share_of_peak"] == nil)
  }

  @Test("work that was not measured, and work without operations, have no rates")
  func unknownRates() {
    let unmeasured = Work(seconds: nil, flops: 5)
    #expect(unmeasured.gigaflops == nil && unmeasured.share(ofPeak: 100) == nil)
    let idle = Work(seconds: Spread([0, 0, 0]), flops: 5, bytes: 4)
    #expect(idle.gigaflops == nil && idle.gigabytesPerSecond == nil)
    #expect(Work(seconds: Spread([1])).gigaflops == nil)
  }
}
