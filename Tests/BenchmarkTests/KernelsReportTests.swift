import Benchmarks
import Foundation
import Testing

@Suite("Kernels report")
struct KernelsReportTests {
  @Test("as text")
  func text() {
    #expect(
      KernelsText.text(SampleKernelsReport.full) == """
        time         2026-01-31T12:00:00Z
        processor    A Processor, 2 GHz, 2 cores (2 CPUs) allowed
        load before  0.25
        program      lockstep 1.2.3, commit 1a2b3c4, sha256 0123456789ab…
        kernels      avx2, auto convolution
        peak         100.0 GFLOP/s (80.0 – 100.0): multiply-adds on registers alone
        clock        processor time of one thread: other work on the machine does not count
        repeats      3; medians
        data         12 random images
        steps        8 images in leaves of 4, after 5 steps of Adam

        tiny        density  µs/image      min – max  GFLOP/s  dense-equivalent  of peak
        conv2d + max_pooling2d: direct, fused; pool-sparse
          forward    50.0 %     10.00   9.00 – 11.00     90.0             180.0   90.0 %
          backward   25.0 %     20.00  20.00 – 20.00     20.0             200.0   20.0 %
        dropout: draws masks; applies them
          forward                1.00    1.00 – 1.00        –                 –        –
          backward  100.0 %      0.50    0.25 – 1.00        –                 –        –
        loss                     0.50    0.50 – 0.50        –                 –        –
        all                     33.00  32.00 – 40.00     39.4             175.8   39.4 %
        one thread trains 30303 images/s, without exchange with others

        General product         rows x columns x depth  µs/call  min – max  GFLOP/s  of peak
        dense 4 to 16, forward                  2x16x4      1.5  1.0 – 2.0     50.0   50.0 %

        Memory-bound kernels  floats  µs/call  min – max  GB/s
        add                     1000      2.0  1.0 – 4.0   6.0

        GFLOP/s: what was computed; dense-equivalent: what the layers' formulas take, nothing left out
        backward: gradients of weights and input together; one kernel computes both where they are sparse
        general product: weights are summed in leaves of 4 images, as in training
        density: the share of a stage's output gradients that are not zero, behind its rectifier; forward,
        of windows that see anything, where the others are left out
        lockstep summary --plan explains the methods

        """)
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
