import Collectives
import FashionMNIST
import Network
import Training

/// The images of a data set that a trained model is applied to, each rank's part of them.
struct TestImages {
  let set: EvaluationSet
  let identity: DatasetIdentity
  let evaluation: Evaluation
  private let testAugmentation: TestAugmentation
  private let pixelRange: PixelRange

  /// What the images are, and how they are seen where that is not as they are, from 0 to 1.
  var title: String {
    identity.title + (testAugmentation.otherViews.map { ", as they are\($0)" } ?? "")
      + (pixelRange.departure.map { ", pixels \($0)" } ?? "")
  }

  /// Loads this rank's part of the test images. Collective.
  ///
  /// - Parameter needsLabels: the labels must be classes of the model.
  init(
    for model: TrainedModel, _ job: Job, limit: Int?, compute: ComputeOptions, needsLabels: Bool
  ) throws {
    let ownership = try ShardOwnership(
      rank: job.communicator.rank, ranks: job.communicator.rankCount,
      shards: ShardCount(model.shards, batchSize: model.shards, images: Int(Int32.max)))
    let architecture = model.network.architecture
    (set, identity) = try job.together("loading the test images") {
      let loaded = try TrainingData.loadTest(
        from: compute.location(job.environment, parts: [.test]), limit: limit, shards: model.shards,
        scored: ownership.shards)
      try loaded.set.images.require(shapeOf: architecture)
      if needsLabels { try loaded.set.images.require(labelsBelow: architecture.classCount) }
      return loaded
    }
    try job.requireSameData([identity])
    testAugmentation = model.testAugmentation
    pixelRange = model.network.pixelRange
    let team = try WorkerTeam(count: compute.threadCount(job, shards: ownership.shards.count))
    evaluation = Evaluation(
      network: model.network, communicator: job.communicator, team: team, shards: model.shards,
      augmentation: model.testAugmentation)
  }
}

extension ImageSet {
  /// Throws unless the images have the shape that a network takes.
  func require(shapeOf architecture: Architecture) throws(DataError) {
    let expected = architecture.inputShape
    guard rows == expected.rows, columns == expected.columns, expected.channels == 1 else {
      throw DataError(
        .badData,
        "the images are \(rows)x\(columns)x1, but the model takes "
          + "\(expected.rows)x\(expected.columns)x\(expected.channels); use a model or a data set that fits")
    }
  }

  /// Throws unless every label is one of so many classes.
  func require(labelsBelow classes: Int) throws(DataError) {
    guard let index = labels.firstIndex(where: { $0 >= classes }) else { return }
    throw DataError(
      .badData,
      "image \(range.lowerBound + index) has label \(labels[index]), but the model tells \(classes) classes apart, "
        + "0 to \(classes - 1); use a model or a data set that fits")
  }
}
