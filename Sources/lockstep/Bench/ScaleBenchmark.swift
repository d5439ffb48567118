import Benchmarks
import Collectives
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

  /// The run of a point, or its independent runs together.
  private func measurement(of point: ScalingPoint) async throws -> TrainingMeasurement {
    guard point.mode == .independent else { return try await run(point, on: point.placement) }
    return try await withThrowingTaskGroup { group in
      for number in 0..<point.ranks {
        let placement = point.placement
        group.addTask {
          try await run(point, on: placement.ofOneRun, processors: placement.processors(ofRun: number))
        }
      }
      return TrainingMeasurement(sideBySide: try await group.reduce(into: []) { $0.append($1) })
    }
  }

  /// One run, in a folder of its own that is removed after it.
  private func run(
    _ point: ScalingPoint, on placement: RankPlacement, processors: [Int]? = nil
  ) async throws -> TrainingMeasurement {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "lockstep-bench-\(UUID().uuidString)")
    defer { try? files.removeItem(at: folder) }
    let arguments = plan.arguments(for: point, folder: folder.path)
    try await launcher.run(program, arguments, as: LaunchPlan(placement), processors: processors)
    guard let metrics = files.contents(atPath: folder.appending(path: "metrics.jsonl").path) else {
      throw UnreadableMetrics(problem: "there is no such file")
    }
    return try TrainingMeasurement(metrics: metrics)
  }
}
