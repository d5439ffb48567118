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
  /// What the ranks of this node are bound to, where that is not the whole machine.
  let binding: Binding?
  /// The file of the architecture; nil for a preset.
  let modelFile: String?
  /// The file that the weights start from; nil for random ones.
  let initialWeights: String?

  init(
    _ job: Job, model: String, _ configuration: TrainingConfiguration, initialWeights: String?,
    compute: ComputeOptions
  ) throws {
    let kernels = try job.together("choosing kernels") { try KernelRegistry.chosen(environment: job.environment) }
    let architecture = try Self.loadArchitecture(model, job)
    let ranks = job.communicator.rankCount
    let ownership = try ShardOwnership(
      rank: job.communicator.rank, ranks: ranks,
      shards: ShardCount(configuration.shards, batchSize: configuration.batchSize, images: Int(Int32.max)))
    data = try job.together("loading the images") {
      let data = try TrainingData.load(
        configuration, from: compute.location(job.environment), rank: job.communicator.rank, ranks: ranks)
      try data.training.require(shapeOf: architecture)
      return data
    }
    try job.requireSameData(data.identities)
    var configuration = configuration
    let range = try Self.pixelRange(configuration.pixelRange, architecture, initialWeights, data.training, job)
    configuration.pixelRange = range
    network = Network(
      architecture, kernels: kernels, capacity: try Self.imagesAtOnce(data.schedule),
      imagesPerLeaf: try Self.largestLeaf(data.schedule), convolution: configuration.convolution,
      labelSmoothing: configuration.labelSmoothing, pixelRange: range)
    initial = try Self.initialParameters(network, configuration, from: initialWeights, job)
    threads = try compute.threadCount(job, shards: ownership.shards.count)
    binding = try Binding.ofNode(job)
    self.configuration = configuration
    modelFile = Preset.named(model) == nil ? model : nil
    self.initialWeights = initialWeights
  }

  /// Small leaves share a pass of so many images, which also holds all views of one in evaluation.
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

  /// A preset's name, or the name of the file without folder and extension.
  static func modelName(_ nameOrPath: String) -> String {
    Preset.named(nameOrPath)?.name ?? FilePath(nameOrPath).stem ?? nameOrPath
  }

  /// Rank 0 reads the model, so that only its host needs the file.
  private static func loadArchitecture(_ model: String, _ job: Job) throws -> Architecture {
    let json = try job.fromFirst("reading the model") {
      Array(try Architecture.load(nameOrPath: model) { StandardError.line($0) }.keras3JSON().utf8)
    }
    return try Architecture.decode(Data(json))
  }

  /// The images that a file names, which rank 0 reads for all. Collective.
  static func validationIndices(_ file: String?, _ job: Job) throws -> ImageSelection? {
    guard let file else { return nil }
    let json = try job.fromFirst("reading the validation indices") {
      Array(try JSONEncoder().encode(IndexFile.selection(reading: FilePath(file))))
    }
    return try JSONDecoder().decode(ImageSelection.self, from: Data(json))
  }

  /// Random weights, or those of a file, which rank 0 reads for all.
  private static func initialParameters(
    _ network: Network, _ configuration: TrainingConfiguration, from file: String?, _ job: Job
  ) throws -> FloatBuffer {
    guard let file else { return network.initialParameters(seed: configuration.seed) }
    return try job.parameters("reading the initial weights") {
      let saved = try SavedModel(reading: FilePath(file))
      if let remark = saved.remark { StandardError.line(remark) }
      return try StoredWeights.parameters(of: network, from: saved.weights, file: FilePath(file))
    }
  }
}
