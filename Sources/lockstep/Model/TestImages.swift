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

  /// What the images are, and which views and pixel range the model gets where these are not the usual ones.
  var title: String {
    identity.title + (testAugmentation.otherViews.map { ", as they are\($0)" } ?? "")
      + (pixelRange.differenceFromKeras.map { ", pixels \($0)" } ?? "")
  }

  /// Loads this rank's part of the test images. Collective.
  ///
  /// - Parameter needsLabels: the labels must be classes of the model.
  init(
    for model: TrainedModel, _ context: RankContext, limit: Int?, compute: ComputeOptions, needsLabels: Bool
  ) throws {
    let ownership = try ShardOwnership(
      rank: context.communicator.rank, ranks: context.communicator.rankCount,
      shards: ShardCount(model.shards, batchSize: model.shards, images: Int(Int32.max)))
    let requirements = ImageRequirements(model.network.architecture)
    (set, identity) = try context.together("loading the test images") {
      try TrainingData.loadTest(
        from: compute.location(context.environment, parts: [.test]), limit: limit, shards: model.shards,
        scored: ownership.shards, for: requirements, needsLabels: needsLabels)
    }
    try context.requireSameData([identity])
    testAugmentation = model.testAugmentation
    pixelRange = model.network.pixelRange
    let threads = try compute.threadCount(context, shards: ownership.shards.count)
    let sharers = context.host.rankCount
    try context.together("estimating the memory") {
      try MemoryEstimate(workspaces: threads, of: model.network).check(sharers: sharers)
    }
    let team = try WorkerTeam(count: threads)
    evaluation = Evaluation(
      network: model.network, communicator: context.communicator, team: team, shards: model.shards,
      augmentation: model.testAugmentation)
  }
}
