import ArgumentParser
import FashionMNIST
import Foundation
import Kernels
import Network
import Training

/// `lockstep summary`.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print a model's layers, output shapes and parameters, as Keras does.",
    usage: "lockstep summary [--model <name|file>] [--explain] [--plan [<options>]]",
    discussion: """
      With --explain, also the arithmetic behind the table: how every parameter count and output size is computed.

      With --plan, also how this program on this processor computes each layer: which algorithm each pass uses, how \
      many multiply-adds that takes, and whether the layer is on a fast path or on the general one.
      """)

  @OptionGroup var model: ModelOption

  @Flag(help: "Also print how each parameter count and output size is computed.")
  var explain = false

  @Flag(help: "Also print how each layer is computed.")
  var plan = false

  @Option(
    help: ArgumentHelp(
      "Images per step, as in train; decides how many images are computed at once.",
      discussion: "Only with --plan. Default: the preset's recipe, or 32.", valueName: "n"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      "How convolutions are computed, as in train.", discussion: "Only with --plan. Default: auto.",
      valueName: "direct|winograd|auto"))
  var convolution: ConvolutionAlgorithm?

  func validate() throws {
    guard plan || batchSize == nil else { throw ValidationError("--batch-size: only together with --plan") }
    guard plan || convolution == nil else { throw ValidationError("--convolution: only together with --plan") }
    if let batchSize { _ = try imagesAtOnce(batchSize: batchSize) }
  }

  func run() throws {
    let architecture = try Architecture.load(nameOrPath: model.model) { StandardError.line($0) }
    var summary = SummaryTable(architecture).text
    if explain { summary += "\n" + ModelExplanation(architecture).text }
    guard plan else { return try StandardOutput.text(summary) }
    let imagesAtOnce = try imagesAtOnce(batchSize: batchSize)
    try MemoryEstimate.check(workspaces: 1, imagesAtOnce: imagesAtOnce, of: architecture)
    let network = Network(
      architecture, kernels: try KernelRegistry.chosen(environment: ProcessInfo.processInfo.environment),
      capacity: imagesAtOnce, convolution: convolution ?? .auto)
    try StandardOutput.text(summary + "\n" + PlanTable(network.plan).text)
  }

  /// How many images are computed in one pass, with the recipe's shards.
  ///
  /// - Parameter batchSize: nil for the recipe's.
  ///
  /// - Throws: a usage error for a batch that `train` would not take.
  private func imagesAtOnce(batchSize: Int?) throws -> Int {
    let recipe = NamedModel(model.model).recipe
    let batchSize = batchSize ?? recipe.batchSize
    do throws(DataError) {
      let shards = try ShardCount(
        recipe.shards(batchSize: batchSize), batchSize: batchSize, images: Int(Int32.max))
      return try TrainingSetup.imagesAtOnce(BatchSchedule(shards))
    } catch {
      throw ValidationError(error.description)
    }
  }
}
