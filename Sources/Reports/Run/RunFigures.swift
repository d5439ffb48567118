package import RunRecords

/// What reports show of one run: the figures of its epochs and its result, and its configuration as text.
///
/// Reports know no configuration of training, so whoever reads a run's files has put that into words.
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
    result.flatMap { result in epochs.first { $0.epoch == result.lastEpoch } } ?? epochs.last
  }

  /// Over the training steps of all epochs; nil before the first.
  package var imagesPerSecond: Double? { result?.imagesPerSecond ?? epochs.imagesPerSecond }
}
