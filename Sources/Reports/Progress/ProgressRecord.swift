package import RunRecords

/// How far an epoch is, or what it came to, as progress shows it.
package struct ProgressRecord: Sendable, Equatable {
  /// Counted from 1.
  package var epoch: Int
  package var epochs: Int
  /// The steps that have been taken.
  package var step: Int
  package var steps: Int
  /// Since the epoch began.
  package var seconds: Double
  /// Of them, what the steps took.
  package var trainingSeconds: Double
  /// The images that have been trained on.
  package var images: Int
  /// Of the images so far; nil where this rank has not seen one yet.
  package var training: MeanScore?
  package var validation: MeanScore?

  package init(
    epoch: Int, epochs: Int, step: Int, steps: Int, seconds: Double, trainingSeconds: Double, images: Int,
    training: MeanScore? = nil, validation: MeanScore? = nil
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
    self.seconds = seconds
    self.trainingSeconds = trainingSeconds
    self.images = images
    self.training = training
    self.validation = validation
  }
}

/// Images that are scored, and not trained on.
package enum EvaluatedPart: Sendable {
  /// After an epoch.
  case validation
  /// At the end of the run.
  case test

  /// How far it is, in words.
  func text(share: Double) -> String {
    "\(self == .validation ? "validating" : "testing") \(ProgressFigures.percent(share))"
  }
}
