import Checkpoints
import Collectives
import Crypto
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
import RunPhases
import SystemPackage
import Training

/// Everything that `train` needs before its first step, made and checked on all ranks.
struct TrainingSetup {
  let configuration: TrainingConfiguration
  let network: Network
  let initial: FloatBuffer
  let data: TrainingData
  let threads: Int
  /// What the ranks of this host are bound to, where that is not the whole machine.
  let binding: BoundProcessors?
  /// The file of the architecture; nil for a preset.
  let modelFile: String?
  /// The file that the weights start from; nil for random ones.
  let initialWeights: String?
  /// Why pixels have their range, where no option says it.
  let pixelReason: String?
  /// How large the run's files will be.
  let fileSizes: RunFileSizes
  /// The checkpoint that the run goes on from, and what it holds; nil for a run that begins.
  let origin: CheckpointOrigin?
  let resuming: ResumePoint?

  /// - Parameters:
  ///   - images: those to train on, if their number is known already.
  ///   - origin: the checkpoint that the run goes on from; nil for one that begins.
  ///   - sharesMemory: whether the ranks of a host may share the optimiser's state.
  ///   - folder: where the run's files will be, for messages.
  ///   - checkpointsToKeep: how many of them stay.
  init(
    _ context: RankContext, model: ModelSource, _ configuration: TrainingConfiguration, images: Int?,
    initialWeights: String?, from origin: CheckpointOrigin? = nil, compute: ComputeOptions,
    guards: GuardSettings = GuardSettings(), sharesMemory: Bool, folder: FilePath, checkpointsToKeep: Int
  ) throws {
    let kernels = try context.together("choosing kernels") {
      try KernelRegistry.chosen(environment: context.environment)
    }
    let architecture = try model.architecture(context)
    let ownership = try ShardOwnership(
      rank: context.communicator.rank, ranks: context.communicator.rankCount,
      shards: ShardCount(configuration.shards, batchSize: configuration.batchSize, images: images ?? Int(Int32.max)))
    data = try Self.loadData(configuration, for: architecture, from: origin, compute, context)
    var configuration = configuration
    let weights = try origin == nil ? initialWeights.map { try InitialWeights(reading: $0, context) } : nil
    let pixels = try ChosenPixelRange(configuration.pixelRange, weights, architecture, data.training, context)
    (configuration.pixelRange, pixelReason) = (pixels.range, pixels.reason)
    threads = try compute.threadCount(context, shards: ownership.shards.count)
    binding = try BoundProcessors.ofHost(context)
    network = try context.together("estimating the memory") { [data, threads, configuration] in
      try Self.network(
        architecture, kernels, configuration, data.schedule, shards: ownership.shards, threads: threads, guards: guards,
        sharers: context.host.rankCount, sharesMemory: sharesMemory)
    }
    fileSizes = try context.together("planning the files of the run") { [network, data, configuration] in
      try RunFileSizes(
        configuration, network, dataDigest: data.sha256, keep: checkpointsToKeep, in: folder)
    }
    resuming = try origin.map { [network, data, configuration] in
      try context.resumePoint(
        FilePath($0.file), network, configuration, stepsPerEpoch: data.schedule.stepsPerEpoch)
    }
    initial =
      try resuming?.weights ?? weights?.parameters(of: network, context)
      ?? network.initialParameters(seed: configuration.seed)
    self.configuration = configuration
    (modelFile, self.initialWeights, self.origin) = (model.file, initialWeights, origin)
  }

  /// This rank's images, where all ranks have the same files, and those that the run was begun with. Collective.
  private static func loadData(
    _ configuration: TrainingConfiguration, for architecture: Architecture, from origin: CheckpointOrigin?,
    _ compute: ComputeOptions, _ context: RankContext
  ) throws -> TrainingData {
    context.communicator.heartbeat.enter(.loading)
    let data = try context.together("loading the images") {
      try TrainingData.load(
        configuration, from: compute.location(context.environment), for: ImageRequirements(architecture),
        rank: context.communicator.rank, ranks: context.communicator.rankCount)
    }
    try context.requireSameData(data.identities)
    if let origin { try context.requireData(data.sha256, of: origin) }
    return data
  }

  /// The network, where there is memory for it and for what trains it.
  ///
  /// - Parameter sharers: ranks on this machine.
  private static func network(
    _ architecture: Architecture, _ kernels: any KernelSet.Type, _ configuration: TrainingConfiguration,
    _ schedule: BatchSchedule, shards: Range<Int>, threads: Int, guards: GuardSettings, sharers: Int, sharesMemory: Bool
  ) throws -> Network {
    let (capacity, imagesPerLeaf) = (try imagesAtOnce(schedule), try largestLeaf(schedule))
    // The tables of a network take memory already, so what its layers alone tell comes first. Each thread has one workspace
    // to train, and one to evaluate.
    try MemoryEstimate.check(workspaces: 2 * threads, imagesAtOnce: capacity, of: architecture)
    let network = Network(
      architecture, kernels: kernels, capacity: capacity, imagesPerLeaf: imagesPerLeaf,
      convolution: configuration.convolution, labelSmoothing: configuration.labelSmoothing,
      pixelRange: configuration.pixelRange ?? .zeroToOne)
    try MemoryEstimate(
      training: configuration, of: network, schedule, shards: shards, threads: threads, guards: guards,
      sharers: sharesMemory ? sharers : 1
    ).check(sharers: sharers)
    return network
  }

  /// Small leaves are computed together, this many images in a pass. In evaluation a pass holds all views of an image.
  ///
  /// Measured on lab-001, two cores of a Zen 4: with passes of 32 one rank is 1.6 % faster, since it reads the weights less
  /// often, but two ranks are 2.4 % slower; they share a cache.
  private static let usualPass = 8
  /// The most images of a leaf: their activations are in memory at once.
  private static let mostImagesInLeaf = 4096

  /// The most images that a worker computes in one pass.
  static func imagesAtOnce(_ schedule: BatchSchedule) throws(DataError) -> Int {
    max(try largestLeaf(schedule), usualPass)
  }

  /// The most images of a shard in a batch: the batch may be larger than the data.
  private static func largestLeaf(_ schedule: BatchSchedule) throws(DataError) -> Int {
    let (images, shards) = (schedule.partition.images, schedule.partition.shards)
    let largest = min(schedule.imagesPerShardAndBatch, (images + shards - 1) / shards)
    guard largest <= mostImagesInLeaf else {
      throw DataError(
        .badConfiguration,
        "--batch-size \(schedule.batchSize) with --shards \(shards) sums \(largest) images at once, at most "
          + "\(mostImagesInLeaf) fit; use more --shards or a smaller --batch-size")
    }
    return largest
  }
}
