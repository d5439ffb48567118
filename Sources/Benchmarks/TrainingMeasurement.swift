package import ExitCodes
package import Foundation

/// What one run of `lockstep train --profile` measured: read from its `metrics.jsonl`.
package struct TrainingMeasurement: Sendable, Equatable {
  /// Over the training steps of all epochs; loading, evaluation and checkpoints are not counted.
  package let imagesPerSecond: Double
  /// The part of the ranks' training time in which they summed gradients over ranks, or waited to; nil where the run
  /// did not say.
  package let exchangeShare: Double?
  /// The optimiser's, which a schedule may vary.
  package let learningRate: Double
  package let weightsSHA256: String
  /// The name of the kernel set.
  package let kernels: String
  package let trainingImages: Int

  package init(
    imagesPerSecond: Double, exchangeShare: Double? = nil, learningRate: Double, weightsSHA256: String, kernels: String,
    trainingImages: Int
  ) {
    self.imagesPerSecond = imagesPerSecond
    self.exchangeShare = exchangeShare
    self.learningRate = learningRate
    self.weightsSHA256 = weightsSHA256
    self.kernels = kernels
    self.trainingImages = trainingImages
  }

  /// What independent runs at the same time measured together: the sum of their rates.
  ///
  /// They start and end a little apart, and then one has the machine alone: the more epochs, the less that counts.
  ///
  /// - Precondition: there is a run.
  package init(sideBySide runs: [TrainingMeasurement]) {
    self.init(
      imagesPerSecond: runs.reduce(0) { $0 + $1.imagesPerSecond }, learningRate: runs[0].learningRate,
      weightsSHA256: runs[0].weightsSHA256, kernels: runs[0].kernels, trainingImages: runs[0].trainingImages)
  }

  /// Reads the records of a complete run, one JSON object a line.
  ///
  /// - Throws: ``UnreadableMetrics`` unless there are a `run_start` and a `run_end` with a rate above zero.
  package init(metrics: Data) throws(UnreadableMetrics) {
    let records = try MetricsRecords(metrics)
    guard let start = records.start else { throw UnreadableMetrics(problem: "there is no record run_start") }
    guard let end = records.end else { throw UnreadableMetrics(problem: "there is no record run_end") }
    guard end.imagesPerSecond > 0, end.imagesPerSecond.isFinite else {
      throw UnreadableMetrics(problem: "images_per_second is \(end.imagesPerSecond), expected more than 0")
    }
    self.init(
      imagesPerSecond: end.imagesPerSecond, exchangeShare: records.profile?.exchangeShare,
      learningRate: start.run.configuration.optimizer.learningRate, weightsSHA256: end.weightsSHA256,
      kernels: start.run.kernels, trainingImages: start.run.trainingImages)
  }
}

/// The metrics of a run are not what this program writes.
package struct UnreadableMetrics: ProgramError, Equatable {
  /// What was found and what was expected, without a final full stop.
  package let problem: String

  package init(problem: String) { self.problem = problem }

  package var exitStatus: ExitStatus { .badData }

  package var description: String {
    "metrics.jsonl of a run of train: \(problem). Do all ranks run the same, unchanged program?"
  }
}
