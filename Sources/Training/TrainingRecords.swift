package import Network

/// What one epoch showed.
package struct EpochRecord: Sendable, Equatable {
  /// Counted from 1.
  package let epoch: Int
  package let training: Score
  package let validation: Score?
  /// Whether what is monitored was never better.
  package internal(set) var isBest = false
  /// The time of the training steps alone.
  package let trainingSeconds: Double
  /// The time of the whole epoch, validation included.
  package let seconds: Double

  package var imagesPerSecond: Double { Double(training.images) / trainingSeconds }
}

/// What a run came to.
package struct TrainingResult: Sendable, Equatable {
  package let test: Score
  package let weightsSHA256: String
  package let epochs: [EpochRecord]
  /// Whether the run ended before its last epoch.
  package let stoppedEarly: Bool
  /// The epoch whose weights the run ends with: the last, or where that is wanted the best.
  package let lastEpoch: Int
  package let seconds: Double

  /// The validation of the weights that the run ends with; nil without.
  package var validation: Score? { epochs.first { $0.epoch == lastEpoch }?.validation }

  /// Over the training steps of all epochs.
  package var imagesPerSecond: Double {
    let images = epochs.reduce(0) { $0 + $1.training.images }
    let seconds = epochs.reduce(0) { $0 + $1.trainingSeconds }
    return seconds > 0 ? Double(images) / seconds : 0
  }
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
