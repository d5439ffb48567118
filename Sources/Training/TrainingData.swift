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
  /// Their digests as one text, for records.
  package var sha256: String { identities.map(\.sha256).joined(separator: "+") }

  /// The number of images to train on, validation left out; only headers are read.
  ///
  /// - Throws: `DataError`.
  package static func imageCount(
    _ configuration: TrainingConfiguration, in location: DatasetLocation
  ) throws(DataError) -> Int {
    let source = try location.source(.training, limit: configuration.trainingImageLimit)
    return try configuration.division(images: source.count).training.count
  }

  /// Loads what rank `rank` of `ranks` needs, and nothing else.
  ///
  /// - Parameter requirements: what the network asks of all images; shapes are compared before an image is read.
  /// - Throws: `DataError`.
  package static func load(
    _ configuration: TrainingConfiguration, from location: DatasetLocation, for requirements: ImageRequirements,
    rank: Int, ranks: Int
  ) throws(DataError) -> TrainingData {
    let source = try location.source(.training, limit: configuration.trainingImageLimit)
    try requirements.check(rows: source.rows, columns: source.columns, of: .training)
    guard configuration.augmentation.shift < min(source.rows, source.columns) else {
      throw DataError(
        .badConfiguration,
        "--shift \(configuration.augmentation.shift) would move images of \(source.rows)x\(source.columns) pixels out of "
          + "their frame; use less")
    }
    let division = try configuration.division(images: source.count)
    let shards = try ShardCount(
      configuration.shards, batchSize: configuration.batchSize, images: division.training.count)
    let schedule = try BatchSchedule(shards)
    let ownership = try ShardOwnership(rank: rank, ranks: ranks, shards: shards)
    let scored = Self.scoredShards(configuration.evaluation, ownership, of: shards)
    let held = EvaluationImages(images: division.validation, shards: shards.count, scored: scored)
    let own = schedule.partition.images(of: ownership.shards)
    // The test images first: there are fewer, so what is wrong with them is known sooner.
    let test = try loadTest(
      from: location, limit: configuration.testImageLimit, shards: shards.count, scored: scored, for: requirements)
    let training = try source.load(selected: [(division.training, own), (division.validation, try held.positions())])
    for images in training.sets { try requirements.checkLabels(images, of: .training) }
    return TrainingData(
      training: training.sets[0], schedule: schedule, ownership: ownership,
      validation: configuration.validationData == .test
        ? test.set : division.validation.count == 0 ? nil : try held.set(training.sets[1]),
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

  /// Loads the first `limit` test images, those that score shards `scored` of `shards`.
  ///
  /// - Parameters:
  ///   - requirements: what the network asks of them; nil where the caller asks itself.
  ///   - needsLabels: whether the labels must be among the network's outputs.
  package static func loadTest(
    from location: DatasetLocation, limit: Int?, shards: Int, scored: Range<Int>, for requirements: ImageRequirements?,
    needsLabels: Bool = true
  ) throws(DataError) -> (set: EvaluationSet, identity: DatasetIdentity) {
    let source = try location.source(.test, limit: limit)
    try requirements?.check(rows: source.rows, columns: source.columns, of: .test)
    let held = EvaluationImages(images: ImageSelection(0..<source.count), shards: shards, scored: scored)
    let loaded = try source.load(selected: [(held.images, try held.positions())])
    if needsLabels { try requirements?.checkLabels(loaded.sets[0], of: .test) }
    return (try held.set(loaded.sets[0]), loaded.identity)
  }
}

/// The images of a data set that are scored, before they are loaded.
private struct EvaluationImages {
  let images: ImageSelection
  let shards: Int
  let scored: Range<Int>

  /// Where the images of the scored shards stand among all.
  func positions() throws(DataError) -> Range<Int> {
    try ShardPartition(images: images.count, shards: shards).images(of: scored)
  }

  func set(_ loaded: ImageSet) throws(DataError) -> EvaluationSet {
    EvaluationSet(
      partition: try ShardPartition(images: images.count, shards: shards), shards: scored, images: loaded)
  }
}

extension TrainingConfiguration {
  /// Which of the training part's images are trained on, and which validate.
  fileprivate func division(images: Int) throws(DataError) -> ImageDivision {
    if let validationIndices { return try ImageDivision(images: images, validation: validationIndices) }
    guard let fold else { return try ImageDivision(images: images, fraction: validationSplit) }
    return try ImageDivision(
      images: images, validation: fold.folds.validation(fold: fold.number, images: images, seed: fold.seed))
  }
}

extension ShardPartition {
  /// The images of adjoining shards; none for no shards.
  fileprivate func images(of shards: Range<Int>) -> Range<Int> {
    guard let first = shards.first, let last = shards.last else { return 0..<0 }
    return range(of: first).lowerBound..<range(of: last).upperBound
  }
}
