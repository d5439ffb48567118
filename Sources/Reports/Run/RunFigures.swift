/// What an epoch showed.
package struct EpochFigures: Equatable, Sendable {
  /// Counted from 1.
  package let epoch: Int
  /// The means over the training images.
  package let loss: Double
  package let accuracy: Double
  /// Nil without validation.
  package let validationLoss: Double?
  package let validationAccuracy: Double?
  /// Whether no epoch before was better.
  package let isBest: Bool
  /// The time of the epoch, validation included.
  package let seconds: Double
  /// The time of its training steps.
  package let trainingSeconds: Double
  package let imagesPerSecond: Double

  package init(
    epoch: Int, loss: Double, accuracy: Double, validationLoss: Double? = nil, validationAccuracy: Double? = nil,
    isBest: Bool, seconds: Double, trainingSeconds: Double, imagesPerSecond: Double
  ) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.isBest = isBest
    self.seconds = seconds
    self.trainingSeconds = trainingSeconds
    self.imagesPerSecond = imagesPerSecond
  }
}

/// What a run came to.
package struct ResultFigures: Equatable, Sendable {
  package let testLoss: Double
  package let testAccuracy: Double
  package let weightsSHA256: String
  /// The epoch whose weights are the result.
  package let epoch: Int
  /// The time of the whole run.
  package let seconds: Double
  package let imagesPerSecond: Double

  package init(
    testLoss: Double, testAccuracy: Double, weightsSHA256: String, epoch: Int, seconds: Double,
    imagesPerSecond: Double
  ) {
    self.testLoss = testLoss
    self.testAccuracy = testAccuracy
    self.weightsSHA256 = weightsSHA256
    self.epoch = epoch
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
  }
}

/// A run, as far as it is compared with others.
package struct RunFigures: Equatable, Sendable {
  /// What tells the run from others.
  package var name: String
  package let model: String
  package let parameters: Int
  /// The epochs that were asked for.
  package let plannedEpochs: Int
  /// The epochs that there are records of.
  package let epochs: [EpochFigures]
  /// Nil for a run that has not ended.
  package let result: ResultFigures?
  /// What tells the best epoch: "val_loss".
  package let monitor: String
  /// All that decides the result.
  package let settings: [Fact]
  /// Where and with what it was computed.
  package let surroundings: [Fact]

  package init(
    name: String, model: String, parameters: Int, plannedEpochs: Int, epochs: [EpochFigures],
    result: ResultFigures?, monitor: String, settings: [Fact], surroundings: [Fact]
  ) {
    self.name = name
    self.model = model
    self.parameters = parameters
    self.plannedEpochs = plannedEpochs
    self.epochs = epochs
    self.result = result
    self.monitor = monitor
    self.settings = settings
    self.surroundings = surroundings
  }

  /// The best epoch; nil before the first.
  package var bestEpoch: EpochFigures? { epochs.last(where: \.isBest) }
  /// The epoch whose weights the run ends with, or has so far.
  package var lastEpoch: EpochFigures? {
    result.flatMap { result in epochs.first { $0.epoch == result.epoch } } ?? epochs.last
  }

  /// Images per second over the training steps of all epochs.
  package var imagesPerSecond: Double? {
    if let result { return result.imagesPerSecond }
    let seconds = epochs.reduce(0) { $0 + $1.trainingSeconds }
    return seconds > 0 ? epochs.reduce(0) { $0 + $1.imagesPerSecond * $1.trainingSeconds } / seconds : nil
  }
}
