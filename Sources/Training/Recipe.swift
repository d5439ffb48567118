/// How a lab manual trains its model: what `train` does where no option says otherwise.
package struct Recipe: Sendable, Equatable {
  package let epochs: Int
  package let batchSize: Int
  package let validationSplit: Double
  package let validationData: ValidationData

  /// The recipe of a preset; for any other model Keras' batch size, and no validation.
  package static func recipe(for model: String) -> Recipe { manuals[model] ?? other }

  private static let manuals = [
    "lab-001": Recipe(epochs: 5, batchSize: 64, validationSplit: 0.2, validationData: .none),
    "lab-003": Recipe(epochs: 10, batchSize: 32, validationSplit: 0, validationData: .test),
    "lab-004": Recipe(epochs: 20, batchSize: 128, validationSplit: 0, validationData: .test),
  ]

  private static let other = Recipe(epochs: 10, batchSize: 32, validationSplit: 0, validationData: .none)
}
