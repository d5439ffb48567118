import Benchmarks
import Foundation

/// Runs a plan, and reads what its runs measured.
struct ScaleBenchmark: Sendable {
  let plan: ScalePlan
  let launcher: RankLauncher
  /// The path of this program.
  let program: String

  /// Repeat after repeat, and all points within each, so that drift of the machine hits all of them alike.
  func series() async throws -> [ScalingSeries] {
    var series = plan.points.map { ScalingSeries($0) }
    for number in 1...plan.repeats {
      for index in series.indices {
        let point = series[index].point
        let run = try await measurement(of: point)
        series[index].append(run)
        StandardError.line(
          "repeat \(number)/\(plan.repeats)  \(point.mode.rawValue)  ranks: \(point.ranks)  batch: \(point.batchSize)  "
            + "images/s: \(String(format: "%.0f", run.imagesPerSecond))")
      }
    }
    return series
  }

  /// One run, in a folder of its own that goes with it.
  private func measurement(of point: ScalingPoint) async throws -> TrainingMeasurement {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "lockstep-bench-\(UUID().uuidString)")
    defer { try? files.removeItem(at: folder) }
    try await launcher.run(program, plan.arguments(for: point, folder: folder.path), on: point.placement)
    guard let metrics = files.contents(atPath: folder.appending(path: "metrics.jsonl").path) else {
      throw UnreadableMetrics(problem: "there is no such file")
    }
    return try TrainingMeasurement(metrics: metrics)
  }
}
