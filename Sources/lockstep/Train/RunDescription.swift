import Collectives
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
import TextTables
import Training

/// What a run is going to do: printed as the plan at its start, and kept in `config.json` and `metrics.jsonl`.
///
/// The first of what a ``StoredRun`` is read from; what comes of the plan is in the figures of epochs and result.
struct RunDescription: Codable {
  let version: String
  let configuration: TrainingConfiguration
  let parameters: Int
  let ranks: Int
  let threads: Int
  let communicator: String
  let kernels: String
  let kernelFamily: String
  let stepsPerEpoch: Int
  let trainingImages: Int
  let imagesPerRank: Int
  let validationImages: Int
  let testImages: Int
  let gradientBytes: Int
  let exchange: String
  let dataTitle: String
  let dataSHA256: String
  /// The file of the architecture; nil for a preset.
  let modelFile: String?
  /// The file that the weights started from; nil for random ones.
  let initialWeights: String?
  /// The checkpoint of another run that the weights started from; nil where no run was forked.
  let forkedFrom: CheckpointOrigin?
  /// The digest of the weights that the run starts from; nil in files of earlier versions.
  let initialWeightsSHA256: String?
  /// The identity of the run, as ``RunIdentity`` has it; nil in files of earlier versions.
  let runSHA256: String?
  /// What the ranks of the first host are bound to; nil where they have the whole machine, and in files.
  var binding: String?
  /// Why pixels have their range, where no option says it; nil in files.
  private(set) var pixelReason: String?

  init(
    _ setup: TrainingSetup, communicator: any Communicator, exchange: ExchangePath, forkedFrom: CheckpointOrigin?
  ) throws {
    self.forkedFrom = forkedFrom
    let (network, data) = (setup.network, setup.data)
    version = Program.version
    configuration = setup.configuration
    modelFile = setup.modelFile
    initialWeights = setup.initialWeights
    threads = setup.threads
    self.exchange = exchange.text
    parameters = network.layout.parameterCount
    ranks = communicator.rankCount
    self.communicator = communicator.name
    kernels = network.kernels.name
    kernelFamily = KernelRegistry.family
    stepsPerEpoch = data.schedule.stepsPerEpoch
    trainingImages = data.schedule.partition.images
    imagesPerRank = data.training.count
    validationImages = data.validation?.partition.images ?? 0
    testImages = data.test.partition.images
    gradientBytes = 4 * network.layout.floatCount
    dataTitle = DatasetIdentity.title(isOfficial: data.identities.allSatisfy(\.isOfficial))
    dataSHA256 = data.sha256
    pixelReason = setup.pixelReason
    let identity =
      try setup.origin?.identity
      ?? RunIdentity(configuration, network, initial: setup.initial, dataDigest: dataSHA256)
    (initialWeightsSHA256, runSHA256) = (identity.initialWeightsSHA256, identity.runSHA256)
  }

  enum CodingKeys: String, CodingKey {
    case version, configuration, parameters, ranks, threads, communicator, kernels, exchange
    case kernelFamily = "kernel_family"
    case stepsPerEpoch = "steps_per_epoch"
    case trainingImages = "training_images"
    case imagesPerRank = "images_per_rank"
    case validationImages = "validation_images"
    case testImages = "test_images"
    case gradientBytes = "gradient_bytes"
    case dataTitle = "data_title"
    case dataSHA256 = "data_sha256"
    case modelFile = "model_file"
    case initialWeights = "initial_weights"
    case forkedFrom = "forked_from"
    case initialWeightsSHA256 = "initial_weights_sha256"
    case runSHA256 = "run_sha256"
  }
}

extension RunDescription {
  /// What was asked for; of several runs for the one alone.
  var request: TrainingRequest {
    var configuration = configuration
    // Earlier versions recorded no range: theirs was 0 to 1, whatever the model began with.
    configuration.pixelRange = configuration.pixelRange ?? .zeroToOne
    return TrainingRequest(
      model: modelFile ?? configuration.model, configuration: configuration, initialWeights: initialWeights)
  }

  /// What tells the run's checkpoints from those of others.
  var expected: ExpectedRun {
    ExpectedRun(
      request: request, dataSHA256: dataSHA256,
      identity: RunIdentity(initialWeightsSHA256: initialWeightsSHA256, runSHA256: runSHA256))
  }

  /// The plan as lines for a person.
  var planLines: [String] {
    let lines = [
      ("model", "\(configuration.model.printable()), \(parameters) parameters"),
      ("ranks x threads", "\(ranks) x \(threads) (\(communicator))"),
      ("kernels", "\(kernels)"),
      ("data", "\(dataTitle), sha256 \(dataSHA256.prefix(12))…"),
      ("images", "\(trainingImages) to train, \(validationText), \(testImages) to test"),
      ("images per rank", "\(imagesPerRank)"),
      ("shards", "\(configuration.shards)\(shardNote)"),
      ("global batch", "\(configuration.batchSize) images, \(stepsPerEpoch) steps per epoch"),
      ("gradient", "\(gradientBytes) bytes, \(reductionText), \(exchange)"),
      ("seed", "\(configuration.seed)"),
    ]
    let place = binding.map { [("processors", $0)] } ?? []
    return (lines + place + configuration.differencesFromKeras(pixels: pixelReason)).map(Self.planLine)
  }

  /// A subject and what it is.
  static func planLine(_ subject: String, _ text: String) -> String {
    "\(subject.padded(toColumns: 16)) \(text)"
  }

  private var validationText: String {
    if configuration.validationData == .test { return "test set used as validation data" }
    guard validationImages > 0 else { return "no validation" }
    let which =
      if configuration.validationIndices != nil {
        "named in a file"
      } else if let fold = configuration.fold {
        "fold \(fold.number + 1) of \(fold.folds.count)"
      } else { "the last of the training images" }
    return "\(validationImages) to validate (\(which))"
  }

  private var reductionText: String {
    configuration.reduction == .tree ? "fixed tree" : "MPI_Allreduce (bits depend on the number of ranks)"
  }

  private var shardNote: String {
    ranks * threads < configuration.shards
      ? "" : ", all of them busy: more ranks or threads need more --shards"
  }
}
