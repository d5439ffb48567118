import ArgumentParser
import FashionMNIST
import Network
import Training

/// The options of `train` that decide its result; names and defaults are Keras' where Keras has them.
struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Epochs to train.", discussion: "Default: the preset's recipe, or 10.", valueName: "n"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "Images per step over all ranks together (the global batch size).",
      discussion: "Default: the preset's recipe, or 32.", valueName: "n"))
  var batchSize: Int?

  @Option(help: ArgumentHelp("Learning rate of Adam.", valueName: "rate"))
  var learningRate: Double = 0.001

  @Option(name: .customLong("beta-1"), help: ArgumentHelp("Decay of Adam's first moment.", valueName: "rate"))
  var beta1: Double = 0.9

  @Option(name: .customLong("beta-2"), help: ArgumentHelp("Decay of Adam's second moment.", valueName: "rate"))
  var beta2: Double = 0.999

  @Option(help: ArgumentHelp("Added to the root of Adam's second moment.", valueName: "value"))
  var epsilon: Double = 1e-7

  @Option(
    help: ArgumentHelp(
      "Validate with the last part of the training images, a share from 0 to less than 1.",
      discussion: "Taken before shuffling, as Keras does. Default: the preset's recipe, or 0.", valueName: "share"))
  var validationSplit: Double?

  @Option(
    help: ArgumentHelp(
      "Validate with the test set, or not at all.", discussion: "Default: the preset's recipe, or none.",
      valueName: "test|none"))
  var validationData: ValidationData?

  @Option(help: ArgumentHelp("Seed of everything random: weights, order, dropout.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Parts into which the data and each batch are cut; part of the result, unlike ranks and threads.",
      discussion: """
        Must divide the batch size, and there can be no more ranks than shards. Default: the largest power of two \
        that leaves at least 4 images per shard and batch (batch size 32: 8; 64: 16; 128: 32).
        """, valueName: "n"))
  var shards: Int?

  @Flag(inversion: .prefixedNo, help: "Draw a new order of the images in every epoch.")
  var shuffle = true

  @Option(
    help: ArgumentHelp(
      "How gradients are summed: along a fixed tree (same bits for any number of ranks), or by MPI_Allreduce.",
      valueName: "tree|mpi"))
  var reduction: Reduction = .tree

  @Option(
    help: ArgumentHelp(
      "Which ranks score the validation and test images; the numbers are the same.", valueName: "all|rank0"))
  var evaluation: EvaluationMode = .all

  @Option(
    help: ArgumentHelp(
      "How convolutions are computed; results differ by rounding.",
      discussion: "winograd: Winograd's minimal filtering where it fits; auto: what is fastest.",
      valueName: "direct|winograd|auto"))
  var convolution: ConvolutionAlgorithm = .auto

  @Option(
    help: ArgumentHelp("Start from the weights of a safetensors file instead of random ones.", valueName: "file"))
  var initialWeights: String?

  @Option(help: ArgumentHelp("Use only the first n training images.", valueName: "n"))
  var limitTrainImages: Int?

  @Option(help: ArgumentHelp("Use only the first n test images.", valueName: "n"))
  var limitTestImages: Int?

  func validate() throws {
    if let epochs, epochs < 1 { throw ValidationError("--epochs \(epochs): expected at least 1") }
    try require(learningRate > 0 && learningRate.isFinite, "--learning-rate \(learningRate): expected more than 0")
    try require((0..<1).contains(beta1), "--beta-1 \(beta1): expected 0 to less than 1")
    try require((0..<1).contains(beta2), "--beta-2 \(beta2): expected 0 to less than 1")
    try require(epsilon > 0 && epsilon.isFinite, "--epsilon \(epsilon): expected more than 0")
    if let split = validationSplit {
      try require((0..<1).contains(split), "--validation-split \(split): expected 0 to less than 1")
      try require(
        split == 0 || validationData != .test,
        "--validation-split \(split) and --validation-data test exclude each other; give one of them")
    }
    for (name, limit) in [("train", limitTrainImages), ("test", limitTestImages)] {
      if let limit { try require(limit >= 1, "--limit-\(name)-images \(limit): expected at least 1") }
    }
    if let batchSize { try checkShards(batchSize: batchSize) }
  }

  /// Throws a usage error unless the batch can be cut into shards; the number of images is not known yet.
  func checkShards(batchSize: Int) throws {
    do throws(DataError) {
      _ = try ShardCount(shards, batchSize: batchSize, images: Int(Int32.max))
    } catch {
      throw ValidationError(error.description)
    }
  }

  private func require(_ condition: Bool, _ message: String) throws {
    guard condition else { throw ValidationError(message) }
  }

  /// The configuration for a model: options first, then the recipe.
  ///
  /// - Throws: a usage error where the recipe's batch size and the shards do not go together.
  func configuration(model: String) throws -> TrainingConfiguration {
    let recipe = Recipe.recipe(for: model)
    let batchSize = batchSize ?? recipe.batchSize
    try checkShards(batchSize: batchSize)
    // A validation that is asked for takes the place of the recipe's, whichever of the two kinds it is.
    let isValidationChosen = validationSplit != nil || validationData != nil
    return TrainingConfiguration(
      model: model, epochs: epochs ?? recipe.epochs, batchSize: batchSize,
      adam: AdamSettings(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon),
      validationSplit: validationSplit ?? (isValidationChosen ? 0 : recipe.validationSplit),
      validationData: validationData ?? (isValidationChosen ? .none : recipe.validationData), seed: seed,
      shards: shards ?? ShardCount.standard(batchSize: batchSize), shuffle: shuffle, reduction: reduction,
      evaluation: evaluation, convolution: convolution, trainingImageLimit: limitTrainImages,
      testImageLimit: limitTestImages)
  }
}

extension ValidationData: ExpressibleByArgument {}
extension Reduction: ExpressibleByArgument {}
extension EvaluationMode: ExpressibleByArgument {}
extension ConvolutionAlgorithm: ExpressibleByArgument {}
