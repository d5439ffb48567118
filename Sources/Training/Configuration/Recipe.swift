/// How a preset is trained: what `train` does where no option says otherwise.
package struct Recipe: Sendable, Equatable {
  package var epochs: Int
  package var batchSize: Int
  package var validationSplit = 0.0
  package var validationData = ValidationData.none
  package var optimizer = OptimizerSettings()
  package var schedule = LearningRateSchedule()
  package var loss = Loss.sparseCategoricalCrossentropy
  package var labelSmoothing = 0.0
  package var augmentation = AugmentationSettings()
  package var testAugmentation = TestAugmentation.none
  /// What tells a better epoch; nil for the validation loss, or without validation the loss.
  package var monitor: Monitor?
  package var minDelta = 0.0
  package var patience: Int?
  package var restoreBestWeights = false

  /// The recipe of a preset; for any other model Keras' batch size, and no validation.
  package static func recipe(for model: String) -> Recipe { manuals[model] ?? other }

  private static let manuals = [
    "lab-001": Recipe(epochs: 5, batchSize: 64, validationSplit: 0.2),
    "lab-003": Recipe(epochs: 10, batchSize: 32, validationData: .test),
    "lab-004": Recipe(epochs: 20, batchSize: 128, validationData: .test),
    "lab-004-leaky": Recipe(epochs: 20, batchSize: 64, validationSplit: 0.2),
  ]

  private static let other = Recipe(epochs: 10, batchSize: 32)
}
