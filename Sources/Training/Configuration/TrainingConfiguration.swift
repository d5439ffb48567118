package import FashionMNIST
package import Network

/// Everything that decides the result of a training run, and nothing else: equal configurations give equal bits,
/// for any number of ranks and threads.
package struct TrainingConfiguration: Codable, Equatable, Sendable {
  /// The name of the model.
  package var model: String
  package var epochs: Int
  /// Images per step, over all ranks.
  package var batchSize: Int
  package var optimizer: OptimizerSettings
  package var schedule = LearningRateSchedule()
  package var loss = Loss.sparseCategoricalCrossentropy
  /// The share of a label that is spread over all classes.
  package var labelSmoothing = 0.0
  package var augmentation = AugmentationSettings()
  package var testAugmentation = TestAugmentation.none
  /// The range that pixels are scaled to; nil until the model and the images are known.
  package var pixelRange: PixelRange?
  package var earlyStopping = EarlyStopping(monitor: .loss)
  /// The share of the training images, from their end, that validates; 0 for none.
  package var validationSplit: Double
  package var validationData: ValidationData
  /// The training images that validate, where they are named.
  package var validationIndices: ImageSelection?
  /// The fold of cross-validation whose images validate.
  package var fold: Fold?
  package var seed: UInt64
  /// The number of leaves of the gradient's sum tree; never derived from the number of ranks.
  package var shards: Int
  package var shuffle: Bool
  package var reduction: Reduction
  package var evaluation: EvaluationMode
  package var convolution: ConvolutionAlgorithm
  /// At most so many training images, from the beginning; nil for all.
  package var trainingImageLimit: Int?
  /// At most so many test images, from the beginning; nil for all.
  package var testImageLimit: Int?

  package init(
    model: String, epochs: Int, batchSize: Int, optimizer: OptimizerSettings = OptimizerSettings(),
    validationSplit: Double = 0,
    validationData: ValidationData = .none, seed: UInt64 = 0, shards: Int, shuffle: Bool = true,
    reduction: Reduction = .tree, evaluation: EvaluationMode = .all, convolution: ConvolutionAlgorithm = .auto,
    trainingImageLimit: Int? = nil,
    testImageLimit: Int? = nil
  ) {
    self.model = model
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.validationSplit = validationSplit
    self.validationData = validationData
    self.seed = seed
    self.shards = shards
    self.shuffle = shuffle
    self.reduction = reduction
    self.evaluation = evaluation
    self.convolution = convolution
    self.trainingImageLimit = trainingImageLimit
    self.testImageLimit = testImageLimit
  }

  /// Whether there are images to validate with.
  package var validates: Bool {
    validationSplit > 0 || validationData == .test || validationIndices != nil || fold != nil
  }

  enum CodingKeys: String, CodingKey {
    case model, epochs, optimizer, schedule, loss, augmentation, fold, seed, shards, shuffle, reduction, evaluation,
      convolution
    case earlyStopping = "early_stopping"
    case labelSmoothing = "label_smoothing"
    case batchSize = "batch_size"
    case pixelRange = "pixel_range"
    case validationSplit = "validation_split"
    case validationData = "validation_data"
    case validationIndices = "validation_indices"
    case trainingImageLimit = "training_image_limit"
    case testAugmentation = "test_augmentation"
    case testImageLimit = "test_image_limit"
  }
}

/// Which images measure the model after each epoch, besides a validation split.
package enum ValidationData: String, Codable, CaseIterable, Sendable {
  /// The test set, as some of the lab manuals do.
  case test
  case none
}

/// One fold of a cross-validation.
package struct Fold: Codable, Equatable, Sendable {
  package let folds: Folds
  /// Counted from 0.
  package let number: Int
  /// What folds are drawn with, the same for all of them.
  package let seed: UInt64

  package init(_ folds: Folds, number: Int, seed: UInt64) {
    self.folds = folds
    self.number = number
    self.seed = seed
  }
}

/// How the ranks' gradients become one sum.
package enum Reduction: String, Codable, CaseIterable, Sendable {
  /// Along the fixed tree over shards: the same bits for any number of ranks.
  case tree
  /// By the MPI library's own all-reduce, whose order depends on the number of ranks.
  case mpi
}

/// Which ranks score the validation and test images; the numbers are the same.
package enum EvaluationMode: String, Codable, CaseIterable, Sendable {
  case all
  case rank0
}

/// The loss; both are the same function of a label, given as a class number or as a one-hot row.
package enum Loss: String, Codable, CaseIterable, Sendable {
  case sparseCategoricalCrossentropy = "sparse_categorical_crossentropy"
  case categoricalCrossentropy = "categorical_crossentropy"
}
