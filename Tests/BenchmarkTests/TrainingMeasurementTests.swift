import Benchmarks
import Foundation
import Testing

@Suite("Measurement of a training run")
struct TrainingMeasurementTests {
  private let start = """
    {"event":"run_start","run":{"configuration":{"optimizer":{"learning_rate":0.002}},"kernels":"avx2",\
    "training_images":600,"ranks":2},"schema":1}
    """
  private let epoch = #"{"event":"epoch","epoch":1,"images_per_second":900,"val_loss":null}"#
  private let end = #"{"event":"run_end","images_per_second":1000.5,"weights_sha256":"abc","test_loss":"NaN"}"#

  @Test("has what the first and the last record say")
  func complete() throws {
    let expected = TrainingMeasurement(
      imagesPerSecond: 1000.5, learningRate: 0.002, weightsSHA256: "abc", kernels: "avx2", trainingImages: 600)
    #expect(try measurement([start, epoch, end]) == expected)
  }

  @Test("has the share of exchange in the training time of all ranks, if the run has a profile")
  func exchange() throws {
    let profile = """
      {"event":"profile","ranks":[\
      {"parts":[{"name":"data","seconds":7},{"name":"exchange, waiting","seconds":1},{"name":"evaluation","seconds":9}]},\
      {"parts":[{"name":"data","seconds":6},{"name":"exchange, transfer","seconds":2},{"name":"recording","seconds":9}]}\
      ]}
      """
    #expect(try measurement([start, end, profile]).exchangeShare == 3.0 / 16)
    #expect(try measurement([start, end, #"{"event":"profile","ranks":[]}"#]).exchangeShare == nil)
  }

  @Test("of runs side by side is the sum of their rates")
  func sideBySide() {
    let runs = [1000.5, 999.5].map {
      TrainingMeasurement(
        imagesPerSecond: $0, exchangeShare: 0.1, learningRate: 0.002, weightsSHA256: "abc", kernels: "avx2",
        trainingImages: 600)
    }
    let together = TrainingMeasurement(
      imagesPerSecond: 2000, learningRate: 0.002, weightsSHA256: "abc", kernels: "avx2", trainingImages: 600)
    #expect(TrainingMeasurement(sideBySide: runs) == together)
  }

  @Test("there is none of a run that did not end, or whose records are not ours")
  func incomplete() {
    for (lines, problem) in [
      ([], "there is no record run_start"), ([end], "there is no record run_start"),
      ([start, epoch], "there is no record run_end"), ([start, "{"], "line 2 cannot be read: "),
      ([start, #"{"event":"run_end","weights_sha256":"abc"}"#], "line 2 cannot be read: "),
      ([start, end.replacing("1000.5", with: "0")], "images_per_second is 0.0, expected more than 0"),
      ([start, end.replacing("1000.5", with: #""Infinity""#)], "line 2 cannot be read: "),
    ] {
      let error = #expect(throws: UnreadableMetrics.self) { try measurement(lines) }
      #expect(error?.problem.hasPrefix(problem) == true, "\(lines)")
    }
  }

  private func measurement(_ lines: [String]) throws(UnreadableMetrics) -> TrainingMeasurement {
    try TrainingMeasurement(metrics: Data(lines.map { $0 + "\n" }.joined().utf8))
  }
}
