import Checkpoints
import Collectives
import Crypto
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
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

  /// - Parameters:
  ///   - images: those to train on, if their number is known already.
  ///   - sharesMemory: whether the ranks of a host may share the optimiser's state.
  ///   - folder: where the run's files will be, for messages.
  ///   - checkpointsToKeep: how many of them stay.
  init(
    _ context: RankContext, model: NamedModel, _ configuration: TrainingConfiguration, images: Int?,
    initialWeights: String?, compute: ComputeOptions, sharesMemory: Bool, folder: FilePath,
    checkpointsToKeep: Int
  ) throws {
    let kernels = try context.together("choosing kernels") {
      try KernelRegistry.chosen(environment: context.environment)
    }
    let architecture = try Self.loadArchitecture(model, context)
    let ranks = context.communicator.rankCount
    let ownership = try ShardOwnership(
      rank: context.communicator.rank, ranks: ranks,
      shards: ShardCount(configuration.shards, batchSize: configuration.batchSize, images: images ?? Int(Int32.max)))
    data = try context.together("loading the images") {
      try TrainingData.load(
        configuration, from: compute.location(context.environment), for: ImageRequirements(architecture),
        rank: context.communicator.rank, ranks: ranks)
    }
    try context.requireSameData(data.identities)
    var configuration = configuration
    let weights = try initialWeights.map { try InitialWeights(reading: $0, context) }
    let pixels = try ChosenPixelRange(configuration.pixelRange, weights, architecture, data.training, context)
    (configuration.pixelRange, pixelReason) = (pixels.range, pixels.reason)
    threads = try compute.threadCount(context, shards: ownership.shards.count)
    binding = try BoundProcessors.ofHost(context)
    network = try context.together("estimating the memory") { [data, threads, configuration] in
      try Self.network(
        architecture, kernels, configuration, data.schedule, shards: ownership.shards, threads: threads,
        sharers: context.host.rankCount, sharesMemory: sharesMemory)
    }
    fileSizes = try context.together("planning the files of the run") { [network, data, configuration] in
      try RunFileSizes(
        configuration, network, dataDigest: data.identities.map(\.sha256).joined(separator: "+"),
        keep: checkpointsToKeep, in: folder)
    }
    initial = try weights?.parameters(of: network, context) ?? network.initialParameters(seed: configuration.seed)
    self.configuration = configuration
    modelFile = model.file
    self.initialWeights = initialWeights
  }

  /// The network, where there is memory for it and for what trains it.
  ///
  /// - Parameter sharers: ranks on this machine.
  private static func network(
    _ architecture: Architecture, _ kernels: any KernelSet.Type, _ configuration: TrainingConfiguration,
    _ schedule: BatchSchedule, shards: Range<Int>, threads: Int, sharers: Int, sharesMemory: Bool
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
      training: configuration, of: network, schedule, shards: shards, threads: threads,
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

  /// Rank 0 reads the model, so that only its host needs the file.
  private static func loadArchitecture(_ model: NamedModel, _ context: RankContext) throws -> Architecture {
    let json = try context.fromFirst("reading the model") {
      Array(try Architecture.load(nameOrPath: model.nameOrPath) { StandardError.line($0) }.keras3JSON().utf8)
    }
    return try Architecture.decode(Data(json))
  }

  /// The images that a file names, which rank 0 reads for all. Collective.
  static func validationIndices(_ file: String?, _ context: RankContext) throws -> ImageSelection? {
    guard let file else { return nil }
    let json = try context.fromFirst("reading the validation indices") {
      Array(try JSONEncoder().encode(IndexFile.selection(reading: FilePath(file))))
    }
    return try JSONDecoder().decode(ImageSelection.self, from: Data(json))
  }
}
