import Network
import Testing
import Training

/// The presets train as their manuals say.
@Suite("Recipes")
struct RecipeTests {
  struct Manual {
    let model: String
    let epochs: Int
    let batchSize: Int
    let validationSplit: Double
    let validationData: ValidationData
  }

  static let manuals = [
    Manual(model: "lab-001", epochs: 5, batchSize: 64, validationSplit: 0.2, validationData: .none),
    Manual(model: "lab-003", epochs: 10, batchSize: 32, validationSplit: 0, validationData: .test),
    Manual(model: "lab-004", epochs: 20, batchSize: 128, validationSplit: 0, validationData: .test),
    Manual(model: "lab-004-leaky", epochs: 20, batchSize: 64, validationSplit: 0.2, validationData: .none),
  ]

  @Test("a preset's recipe is its manual's", arguments: manuals)
  func presets(manual: Manual) throws {
    let recipe = Recipe.recipe(for: try #require(Preset.named(manual.model)))
    #expect((recipe.epochs, recipe.batchSize) == (manual.epochs, manual.batchSize))
    #expect((recipe.validationSplit, recipe.validationData) == (manual.validationSplit, manual.validationData))
  }

  @Test("any other model has Keras' batch size and no validation")
  func other() {
    let recipe = Recipe.ofOtherModels
    #expect((recipe.batchSize, recipe.validationSplit, recipe.validationData) == (32, 0, .none))
    #expect(recipe.epochs > 0)
  }

  @Test(
    "the most accurate presets have leaves that are large enough for their statistics, whatever the batch is",
    arguments: [("best", TestAugmentation.flip), ("best-long", .flipShift)])
  func best(model: String, testAugmentation: TestAugmentation) throws {
    let recipe = Recipe.recipe(for: try #require(Preset.named(model)))
    #expect((recipe.batchSize, recipe.shards(batchSize: 256), recipe.shards(batchSize: 64)) == (256, 4, 1))
    #expect(recipe.optimizer.rule.name == .sgd && recipe.testAugmentation == testAugmentation)
  }

  @Test("every preset but the most accurate two has a manual")
  func complete() {
    #expect(Preset.all.map(\.name) == Self.manuals.map(\.model) + ["best", "best-long"])
  }
}
