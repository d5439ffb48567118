import ArgumentParser
import FashionMNIST
import Network
import Training

/// The options of `train` about how a run goes: how long, in which parts and order, and from where.
struct LoopOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Epochs to train; 0 evaluates the initial weights.", discussion: "Default: the preset's recipe, or 10.",
      valueName: "n"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "Images per step over all ranks together (the global batch size).",
      discussion: "Default: the preset's recipe, or 32.", valueName: "n"))
  var batchSize: Int?

  @Option(help: ArgumentHelp("Seed of everything random: weights, order, dropout.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Parts into which the data and each batch are cut. Changes the weights, unlike ranks and threads.",
      discussion: """
        Must divide the batch size. There can be no more ranks than shards. Default: the largest power of two \
        that divides the batch size and leaves 4 images per shard and batch (32: 8; 64: 16; 128: 32); best and best-long: \
        64 images (256: 4).
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
      "How convolutions are computed; results differ by rounding.",
      discussion: "winograd: Winograd's minimal filtering where it fits; auto: the fastest for each layer.",
      valueName: "direct|winograd|auto"))
  var convolution: ConvolutionAlgorithm = .auto

  @Option(
    help: ArgumentHelp("Start from the weights of a safetensors file instead of random ones.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var initialWeights: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The range that pixels are scaled to. Default: what the model's first layer expects, or 0-1.",
      discussion: """
        A model that begins with a Rescaling of about 1/255 or 1/127.5 expects 0-255. standardized: mean 0 and \
        standard deviation 1 over the images trained on. evaluate and predict find the range in the model's file.
        """, valueName: PixelRange.valueName))
  var pixelRange: PixelRange?

  @Option(help: ArgumentHelp("Use only the first n training images.", valueName: "n"))
  var limitTrainImages: Int?

  @Option(help: ArgumentHelp("Use only the first n test images.", valueName: "n"))
  var limitTestImages: Int?

  func validate() throws {
    try require(epochs, "--epochs", in: CountRange.epochs)
    try require(limitTrainImages, "--limit-train-images", in: CountRange.images)
    try require(limitTestImages, "--limit-test-images", in: CountRange.images)
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
}

extension Reduction: ExpressibleByArgument {}
extension ConvolutionAlgorithm: ExpressibleByArgument {}
