package import FashionMNIST

/// The images that one rank holds, and how all images are cut.
package struct TrainingData: Sendable {
  /// The images of this rank's shards.
  package let training: ImageSet
  package let schedule: BatchSchedule
  package let ownership: ShardOwnership
  package let validation: EvaluationSet?
  package let test: EvaluationSet
  /// What the files are, training part first.
  package let identities: [DatasetIdentity]

  /// Loads what rank `rank` of `ranks` needs, and nothing else.
  ///
  /// - Throws: `DataError`.
  package static func load(
    _ configuration: TrainingConfiguration, from location: DatasetLocation, rank: Int, ranks: Int
  ) throws(DataError) -> TrainingData {
    let source = try location.source(.training, limit: configuration.trainingImageLimit)
    let split = try ValidationSplit(images: source.count, fraction: configuration.validationSplit)
    let shards = try ShardCount(
      configuration.shards, batchSize: configuration.batchSize, images: split.training.count)
    let schedule = try BatchSchedule(shards)
    let ownership = try ShardOwnership(rank: rank, ranks: ranks, shards: shards)
    let scored = Self.scoredShards(configuration.evaluation, ownership, of: shards)
    let held = EvaluationRange(images: split.validation, shards: shards.count, scored: scored)
    let own = schedule.partition.images(of: ownership.shards)
    let training = try source.load([own, try held.imageNumbers()])
    let test = try loadTest(configuration, from: location, shards: shards.count, scored: scored)
    return TrainingData(
      training: training.sets[0], schedule: schedule, ownership: ownership,
      validation: configuration.validationData == .test
        ? test.set : split.validation.isEmpty ? nil : try held.set(training.sets[1]),
      test: test.set, identities: [training.identity, test.identity])
  }

  /// The shards that a rank scores: its own, or the owner of the first shard scores all.
  private static func scoredShards(
    _ mode: EvaluationMode, _ ownership: ShardOwnership, of shards: ShardCount
  ) -> Range<Int> {
    switch mode {
    case .all: ownership.shards
    case .rank0: ownership.shards.contains(0) ? 0..<shards.count : 0..<0
    }
  }

  /// Loads the test images that score shards `scored` of `shards`.
  package static func loadTest(
    _ configuration: TrainingConfiguration, from location: DatasetLocation, shards: Int, scored: Range<Int>
  ) throws(DataError) -> (set: EvaluationSet, identity: DatasetIdentity) {
    try loadTest(from: location, limit: configuration.testImageLimit, shards: shards, scored: scored)
  }

  package static func loadTest(
    from location: DatasetLocation, limit: Int?, shards: Int, scored: Range<Int>
  ) throws(DataError) -> (set: EvaluationSet, identity: DatasetIdentity) {
    let source = try location.source(.test, limit: limit)
    let held = EvaluationRange(images: 0..<source.count, shards: shards, scored: scored)
    let loaded = try source.load([try held.imageNumbers()])
    return (try held.set(loaded.sets[0]), loaded.identity)
  }
}

/// The images of a data set that are scored, before they are loaded.
private struct EvaluationRange {
  let images: Range<Int>
  let shards: Int
  let scored: Range<Int>

  func imageNumbers() throws(DataError) -> Range<Int> {
    let own = try ShardPartition(images: images.count, shards: shards).images(of: scored)
    return images.lowerBound + own.lowerBound..<images.lowerBound + own.upperBound
  }

  func set(_ loaded: ImageSet) throws(DataError) -> EvaluationSet {
    EvaluationSet(
      partition: try ShardPartition(images: images.count, shards: shards), shards: scored, images: loaded,
      firstImage: images.lowerBound)
  }
}

extension ShardPartition {
  /// The images of adjoining shards; none for no shards.
  fileprivate func images(of shards: Range<Int>) -> Range<Int> {
    guard let first = shards.first, let last = shards.last else { return 0..<0 }
    return range(of: first).lowerBound..<range(of: last).upperBound
  }
}
