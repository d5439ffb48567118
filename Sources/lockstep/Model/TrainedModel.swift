import ArgumentParser
import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
import SystemPackage
import Training

/// Which trained model a command works on.
struct TrainedModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model: model.safetensors or a checkpoint of a run, or weights from elsewhere together with --model.",
      valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var modelFile: String

  @Option(
    help: ArgumentHelp(
      "The architecture, where the file holds only weights.", discussion: "A preset (\(Preset.names)) or a JSON file.",
      valueName: "name|file"),
    completion: .file(extensions: ["json"]))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Which views of each image are averaged. Default: as in the run that trained the model.",
      discussion: TestAugmentation.help, valueName: "none|flip|flip-shift"))
  var testAugmentation: TestAugmentation?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The range that pixels are scaled to. Default: as in the run that trained the model.",
      discussion: """
        For weights from elsewhere: what the model's first layer expects, 0-255 for a Rescaling of about 1/255 or \
        1/127.5, else 0-1. Where no run has recorded mean and standard deviation, give those of pixels divided by 255: \
        standardized:0.286,0.353.
        """, valueName: PixelRange.valueName))
  var pixelRange: PixelRange?
}

/// A network with its parameters, on all ranks.
struct TrainedModel {
  let path: FilePath
  let network: Network
  let parameters: FloatBuffer
  /// The shards that the model was trained with, so that the loss is summed as it was then.
  let shards: Int
  /// The digest of the data that the model was trained on; nil for weights from elsewhere.
  let dataDigest: String?

  /// Images that a worker computes in one pass.
  private static let imagesAtOnce = 32
  /// The views of each image that are averaged: those of the run, unless an option says otherwise.
  let testAugmentation: TestAugmentation

  /// The number of shards for weights from elsewhere.
  private static let usualShards = 8

  /// Rank 0 reads the file for all. Collective.
  ///
  /// - Throws: what reading and decoding throw, on all ranks.
  init(_ options: TrainedModelOptions, _ context: RankContext) throws {
    try self.init(
      FilePath(options.modelFile), model: options.model, testAugmentation: options.testAugmentation,
      pixelRange: options.pixelRange, context)
  }

  /// The same, of a file.
  ///
  /// - Parameters:
  ///   - model: the name or file of the architecture; nil where the file has it.
  ///   - testAugmentation: the views of each image that are averaged; nil for the run's.
  ///   - pixelRange: the range that pixels are scaled to; nil for the run's.
  init(
    _ path: FilePath, model: String? = nil, testAugmentation: TestAugmentation? = nil, pixelRange: PixelRange? = nil,
    _ context: RankContext
  ) throws {
    let kernels = try context.together("choosing kernels") {
      try KernelRegistry.chosen(environment: context.environment)
    }
    let saved = try context.together("reading the model") { context.isFirst ? try SavedModel(reading: path) : nil }
    if let remark = saved?.remark { StandardError.line(remark) }
    let run = try Self.sharedRun(saved?.run, path, context)
    let architecture = try Self.sharedArchitecture(saved, model, path, context)
    let range = try Self.pixelRange(pixelRange, run, architecture, of: path)
    try context.together("estimating the memory") {
      try MemoryEstimate.check(workspaces: 1, imagesAtOnce: Self.imagesAtOnce, of: architecture)
    }
    network = Network(
      architecture, kernels: kernels, capacity: Self.imagesAtOnce, convolution: run.evaluation.convolution ?? .auto,
      labelSmoothing: run.evaluation.labelSmoothing ?? 0, pixelRange: range)
    let network = network
    parameters = try context.parameters("reading the weights") {
      try StoredWeights.parameters(of: network, from: saved?.weights ?? [], file: path)
    }
    self.path = path
    shards = run.shards ?? Self.usualShards
    dataDigest = run.dataDigest
    self.testAugmentation = testAugmentation ?? run.evaluation.testAugmentation ?? .none
  }

  /// Whether the classes are Fashion-MNIST's: unless the model is known to be trained on other data.
  var mayKnowFashionMNIST: Bool {
    let official = DatasetPart.allCases.map { DatasetIdentity.official($0).sha256 }.joined(separator: "+")
    return dataDigest.map { $0 == official } ?? true
  }

  /// Throws unless the network takes pictures in shades of grey.
  func requireGrayInput() throws(DataError) {
    let channels = network.architecture.inputShape.channels
    guard channels == 1 else {
      throw DataError(.badData, "the model takes \(channels) channels, expected 1: pictures are given to it in grey")
    }
  }

  /// What of the run matters besides weights and architecture.
  private struct Run: Codable {
    var shards: Int?
    var dataDigest: String?
    var evaluation = RecordedEvaluation()
  }

  /// The range that pixels are scaled to: the option's, else the run's, else the one that the model expects.
  private static func pixelRange(
    _ asked: PixelRange?, _ run: Run, _ architecture: Architecture, of path: FilePath
  ) throws(DataError) -> PixelRange {
    let recorded = run.evaluation.pixelRange ?? (run.shards == nil ? architecture.expectedPixelRange : .zeroToOne)
    let range = asked ?? recorded
    guard range == .standardized(nil) else { return range }
    if case .standardized(.some) = recorded { return recorded }
    throw DataError(
      .badConfiguration,
      "--pixel-range standardized: \(path) was not trained so, and knows no mean and standard deviation; add them, as in "
        + "standardized:0.286,0.353 for pixels divided by 255")
  }

  private static func sharedRun(_ run: CheckpointState?, _ path: FilePath, _ context: RankContext) throws -> Run {
    let json = try context.fromFirst("reading the run of the model") {
      guard let run else { return Array(try JSONEncoder().encode(Run())) }
      try ShardCount.require(recorded: run.shards, in: path)
      let evaluation = try RecordedEvaluation(configuration: run.config, of: path)
      return Array(
        try JSONEncoder().encode(Run(shards: run.shards, dataDigest: run.dataDigest, evaluation: evaluation)))
    }
    return try JSONDecoder().decode(Run.self, from: Data(json))
  }

  /// The architecture of the file, or the one that was named. Collective.
  private static func sharedArchitecture(
    _ saved: SavedModel?, _ model: String?, _ path: FilePath, _ context: RankContext
  ) throws -> Architecture {
    let json = try context.fromFirst("reading the architecture") {
      if let model {
        return Array(try Architecture.load(nameOrPath: model) { StandardError.line($0) }.keras3JSON().utf8)
      }
      guard let run = saved?.run else {
        throw StorageError(.badData, path, "holds weights but no architecture", advice: "Name it with --model")
      }
      do { return Array(try Architecture.decode(Data(run.architecture.utf8)).keras3JSON().utf8) } catch {
        throw StorageError(
          .badData, path, "holds an architecture that cannot be used: \(error)",
          advice: "It was written by another program or version; name a model with --model")
      }
    }
    return try Architecture.decode(Data(json))
  }
}
