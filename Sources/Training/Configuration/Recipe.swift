import FashionMNIST
package import Network

/// How a preset is trained: what `train` does where no option says otherwise.
package struct Recipe: Sendable, Equatable {
  package var epochs: Int
  package var batchSize: Int
  /// The fewest images of a shard in a batch that the default number of shards leaves; more where batch normalisation
  /// takes its statistics from them.
  package var fewestImagesInLeaf = ShardCount.fewestImagesInLeaf
  package var validationSplit = 0.0
  package var validationData = ValidationData.none
  package var optimizer = OptimizerSettings()
  package var schedule = LearningRateSchedule()
  package var loss = Loss.sparseCategoricalCrossentropy
  package var labelSmoothing = 0.0
  package var augmentation = AugmentationSettings()
  package var testAugmentation = TestAugmentation.none
  /// The metric by which epochs are compared; nil for the validation loss, or without validation the loss.
  package var monitor: Monitor?
  package var minDelta = 0.0
  package var patience: Int?
  package var restoreBestWeights = false

  /// The number of shards of batches of this size, where none is given.
  ///
  /// - Parameter images: the most images to train on, if that is known: there are no more shards than images.
  package func shards(batchSize: Int, images: Int = .max) -> Int {
    ShardCount.standard(batchSize: batchSize, images: images, fewest: fewestImagesInLeaf)
  }

  /// The recipe of a preset.
  ///
  /// It belongs to the preset, not to its name: a file that somebody else calls so is trained as any other model.
  package static func recipe(for preset: Preset) -> Recipe { presets[preset.name] ?? ofOtherModels }

  /// How a model that is no preset is trained: with Keras' batch size, and no validation.
  package static let ofOtherModels = Recipe(epochs: 10, batchSize: 32)

  private static let presets = [
    "lab-001": Recipe(epochs: 5, batchSize: 64, validationSplit: 0.2),
    "lab-003": Recipe(epochs: 10, batchSize: 32, validationData: .test),
    "lab-004": Recipe(epochs: 20, batchSize: 128, validationData: .test),
    "lab-004-leaky": Recipe(epochs: 20, batchSize: 64, validationSplit: 0.2),
    "best": accurate(
      epochs: 16, weightDecay: 0.005, augmentation: AugmentationSettings(flip: .alternating), testAugmentation: .flip),
    "best-long": accurate(
      epochs: 64, weightDecay: 0.002,
      augmentation: AugmentationSettings(
        flip: .alternating, shift: 1, erasing: ErasingSettings(probability: 0.25)),
      testAugmentation: .flipShift),
  ]

  /// The best accuracy in the time: a high rate that rises and falls, smooth labels, and images that change.
  ///
  /// - Source: Jordan, *94% on CIFAR-10 in 3.29 seconds on a single GPU*, 2024, whose tricks these are but for erasing;
  ///   rate, decay and size of the leaves of `best` were found by measurement on this data, and those of `best-long`
  ///   follow them: a lower decay for more epochs.
  private static func accurate(
    epochs: Int, weightDecay: Double, augmentation: AugmentationSettings, testAugmentation: TestAugmentation
  ) -> Recipe {
    Recipe(
      epochs: epochs, batchSize: 256, fewestImagesInLeaf: 64,
      optimizer: OptimizerSettings(
        .sgd(SGDSettings(momentum: 0.9, nesterov: true)), learningRate: 0.2, weightDecay: weightDecay),
      schedule: LearningRateSchedule(.oneCycle(peak: 0.2, initialFactor: 0, finalFactor: 0)), labelSmoothing: 0.1,
      augmentation: augmentation, testAugmentation: testAugmentation)
  }
}
