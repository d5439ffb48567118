import Foundation
import Testing
import Training

/// What Keras computed in double precision by several recipes; see Scripts/modules/golden_recipes.py.
struct GoldenRecipes: Decodable {
  /// How a model is trained, and where that leads.
  struct Recipe: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let optimizer: OptimizerSettings
    let schedule: LearningRateSchedule
    let labelSmoothing: Double
    /// Keras' JSON of a model of its own; nil for the usual one.
    let architecture: String?
    /// The mean of every epoch, penalties included.
    let losses: [Double]
    let tensors: [Tensor]

    var testDescription: String { name }
  }

  struct Tensor: Decodable, Sendable {
    let name: String
    let shape: [Int]
    /// The distance of the elements that are kept, the first of which is element 0.
    let stride: Int
    let weights: GoldenValues.Elements
  }

  let seed: UInt64
  let images: Int
  let batchSize: Int
  let epochs: Int
  /// Keras' JSON of the model.
  let architecture: String
  let recipes: [Recipe]

  static func load() throws -> GoldenRecipes {
    guard let url = Bundle.module.url(forResource: "recipes", withExtension: "json", subdirectory: "Golden") else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try JSONDecoder().decode(GoldenRecipes.self, from: Data(contentsOf: url))
  }
}
