package import Network

/// Everything that decides the result of a training run, and nothing else: equal configurations give equal bits,
/// for any number of ranks and threads.
package struct TrainingConfiguration: Codable, Equatable, Sendable {
  /// The name of the model.
  package var model: String
  package var epochs: Int
  /// Images per step, over all ranks.
  package var batchSize: Int
  package var adam: AdamSettings
  /// The share of the training images, from their end, that validates; 0 for none.
  package var validationSplit: Double
  package var validationData: ValidationData
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
    model: String, epochs: Int, batchSize: Int, adam: AdamSettings = AdamSettings(), validationSplit: Double = 0,
    validationData: ValidationData = .none, seed: UInt64 = 0, shards: Int, shuffle: Bool = true,
    reduction: Reduction = .tree, evaluation: EvaluationMode = .all, convolution: ConvolutionAlgorithm = .auto,
    trainingImageLimit: Int? = nil,
    testImageLimit: Int? = nil
  ) {
    self.model = model
    self.epochs = epochs
    self.batchSize = batchSize
    self.adam = adam
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

  enum CodingKeys: String, CodingKey {
    case model, epochs, adam, seed, shards, shuffle, reduction, evaluation, convolution
    case batchSize = "batch_size"
    case validationSplit = "validation_split"
    case validationData = "validation_data"
    case trainingImageLimit = "training_image_limit"
    case testImageLimit = "test_image_limit"
  }
}

/// Which images measure the model after each epoch, besides a validation split.
package enum ValidationData: String, Codable, CaseIterable, Sendable {
  /// The test set, as some of the lab manuals do.
  case test
  case none
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

/// The settings of Adam, with Keras' defaults.
package struct AdamSettings: Codable, Equatable, Sendable {
  package var learningRate: Double
  package var beta1: Double
  package var beta2: Double
  package var epsilon: Double

  package init(learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  enum CodingKeys: String, CodingKey {
    case epsilon
    case learningRate = "learning_rate"
    case beta1 = "beta_1"
    case beta2 = "beta_2"
  }
}
