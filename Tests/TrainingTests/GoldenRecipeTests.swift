import Checkpoints
import Collectives
import Foundation
import Kernels
import Network
import Support
import Testing
import Training

/// Optimisers, schedules, clipping, smoothed labels, penalties, constraints and frozen layers on real images against Keras in double precision.
///
/// Keras in single precision is up to 1.4e-6 of a tensor's largest weight from itself; with Adam, whose betas it rounds, 1.1e-5;
/// on the model of the rules up to 3.3e-6 and 8.8e-6, in a bias that is small.
@Suite("Golden recipes of Keras", .enabled(if: RealImages.location != nil, "Fashion-MNIST is not installed"))
struct GoldenRecipeTests {
  private static let golden = Result { try GoldenRecipes.load() }
  static let recipes = (try? golden.get())?.recipes ?? []

  @Test("there are recipes") func loading() throws { #expect(try Self.golden.get().recipes.count == 15) }

  @Test("losses and weights of three epochs", arguments: KernelRegistry.all, recipes)
  func training(entry: KernelRegistry.Entry, recipe: GoldenRecipes.Recipe) throws {
    var observer = SilentObserver()
    let loop = try Self.run(recipe, entry).makeLoop(SoloRank(), threads: 1)
    let losses = try loop.run(&observer).epochs.map(\.training.loss)
    #expect(losses.count == recipe.losses.count)
    for (found, expected) in zip(losses, recipe.losses) {
      #expect((found - expected).magnitude <= 2e-6 * expected, "\(entry.name)")
    }
    let factor = recipe.architecture == nil ? 1.0 : 2
    let weights = loop.state.resultTensors
    #expect(weights.map(\.name) == recipe.tensors.map(\.name))
    #expect(weights.map(\.shape) == recipe.tensors.map(\.shape))
    for (tensor, expected) in zip(weights, recipe.tensors) {
      let deviation = GoldenDeviation(tensor.values, from: expected.weights, stride: expected.stride)
      #expect(deviation.largest <= factor * 5e-6, "\(entry.name), \(tensor.name)")
      #expect(deviation.rms <= factor * 2e-6, "\(entry.name), \(tensor.name)")
      #expect(deviation.mean <= factor * 2e-6, "\(entry.name), \(tensor.name)")
    }
  }

  /// With one shard the statistics of a leaf are those of the batch.
  private static func run(_ recipe: GoldenRecipes.Recipe, _ entry: KernelRegistry.Entry) throws -> TrainingRun {
    let golden = try golden.get()
    var configuration = TrainingConfiguration(
      model: "recipes", epochs: golden.epochs, batchSize: golden.batchSize, optimizer: recipe.optimizer,
      seed: golden.seed, shards: 1, shuffle: false, trainingImageLimit: golden.images, testImageLimit: 1)
    configuration.schedule = recipe.schedule
    configuration.labelSmoothing = recipe.labelSmoothing
    return try TrainingRun(
      configuration, Architecture.decode(Data((recipe.architecture ?? golden.architecture).utf8)),
      #require(RealImages.location),
      kernels: entry.kernelsOrSkip())
  }
}
