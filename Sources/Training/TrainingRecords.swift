package import Network
package import RunRecords

/// An epoch as the loop knows it: its figures, and the exact sums whose means they have.
package struct EpochRecord: Codable, Sendable, Equatable {
  package let training: Score
  package let validation: Score?
  /// What files and reports have of it.
  package private(set) var figures: EpochFigures

  init(epoch: Int, training: Score, validation: Score?, trainingSeconds: Double, seconds: Double) {
    self.training = training
    self.validation = validation
    figures = EpochFigures(
      epoch: epoch, training: MeanScore(training), validation: validation.map { MeanScore($0) }, seconds: seconds,
      trainingSeconds: trainingSeconds, imagesPerSecond: Double(training.images) / trainingSeconds)
  }

  /// Counted from 1.
  package var epoch: Int { figures.epoch }

  /// Whether what is monitored was never better.
  package internal(set) var isBest: Bool {
    get { figures.isBest }
    set { figures.isBest = newValue }
  }
}

/// A run as the loop knows it: what it came to, its epochs, and the exact sums whose means they have.
package struct TrainingResult: Sendable, Equatable {
  package let test: Score
  /// Those that this process has trained.
  package let epochs: [EpochRecord]
  /// The epoch whose weights the run ends with: the last, or where that is wanted the best; nil for the initial weights.
  private let result: EpochRecord?
  /// Whether the run ended before its last epoch.
  package let stoppedEarly: Bool
  /// What files and reports have of it.
  package let figures: ResultFigures

  /// - Parameters:
  ///   - epochs: those that this process has trained.
  ///   - past: all epochs.
  ///   - result: the one whose weights the run ends with.
  init(
    test: Score, weightsSHA256: String, epochs: [EpochRecord], past: PastEpochs, stoppedEarly: Bool,
    result: EpochRecord?, seconds: Double
  ) {
    self.test = test
    self.epochs = epochs
    self.stoppedEarly = stoppedEarly
    self.result = result
    figures = ResultFigures(
      test: MeanScore(test), weightsSHA256: weightsSHA256, epochs: past.count, lastEpoch: result?.epoch ?? 0,
      seconds: seconds, imagesPerSecond: past.imagesPerSecond ?? 0)
  }

  package var weightsSHA256: String { figures.weightsSHA256 }
  /// The epoch whose weights the run ends with: the last, or where that is wanted the best.
  package var lastEpoch: Int { figures.lastEpoch }
  /// Over the training steps of all epochs.
  package var imagesPerSecond: Double { figures.imagesPerSecond }

  /// The validation of the weights that the run ends with; nil without.
  package var validation: Score? { result?.validation }
}

/// How far an epoch is, as this rank sees it: its own shards' part of the scores.
package struct StepProgress: Sendable {
  package let epoch: Int
  package let step: Int
  package let steps: Int
  package let seconds: Double
  package let partialScore: Score
  package let imagesSoFar: Int
}

extension MeanScore {
  /// The means of some images' score.
  package init(_ score: Score) { self.init(loss: score.loss, accuracy: score.accuracy) }
}
