import FashionMNIST
import Network
import Testing
import Training

/// A configuration whose result may not depend on the number of ranks and threads, on 131 training and 37 test images.
struct EqualityCase: Sendable, CustomTestStringConvertible {
  let name: String
  let configuration: TrainingConfiguration

  var testDescription: String { name }

  init(_ name: String, batchSize: Int, shards: Int, _ change: (inout TrainingConfiguration) -> Void = { _ in }) {
    self.name = name
    var configuration = TrainingConfiguration(
      model: "sample", epochs: 2, batchSize: batchSize, optimizer: OptimizerSettings(learningRate: 0.01), seed: 7,
      shards: shards)
    change(&configuration)
    self.configuration = configuration
  }

  static let all = [
    // 131 = 4 · 32 + 3: in the last batch five of eight leaves are empty.
    EqualityCase("eight shards, short last batch", batchSize: 32, shards: 8),
    EqualityCase("three shards", batchSize: 12, shards: 3),
    EqualityCase("five shards", batchSize: 25, shards: 5),
    EqualityCase("six shards", batchSize: 24, shards: 6),
    EqualityCase("twelve shards of two images", batchSize: 24, shards: 12),
    EqualityCase("as many shards as images in a batch", batchSize: 8, shards: 8),
    EqualityCase("a batch larger than the data", batchSize: 160, shards: 8),
    EqualityCase("without shuffling", batchSize: 32, shards: 8) { $0.shuffle = false },
    EqualityCase("validation split", batchSize: 16, shards: 4) { $0.validationSplit = 0.3 },
    EqualityCase("a validation split of fewer images than shards", batchSize: 32, shards: 16) {
      $0.validationSplit = 0.05
    },
    EqualityCase("validation with the test set", batchSize: 32, shards: 8) { $0.validationData = .test },
    EqualityCase("rank 0 evaluates", batchSize: 32, shards: 8) {
      $0.evaluation = .rank0
      $0.validationSplit = 0.2
    },
    EqualityCase("fewer test images than shards", batchSize: 32, shards: 8) { $0.testImageLimit = 3 },
    EqualityCase("direct convolution", batchSize: 32, shards: 8) { $0.convolution = .direct },
    EqualityCase("AdamW, cosine with warm-up", batchSize: 32, shards: 8) {
      $0.optimizer = OptimizerSettings(.adamW(AdamSettings()), weightDecay: 0.1, excludedFromWeightDecay: ["bias"])
      $0.schedule = LearningRateSchedule(.cosine(finalFactor: 0.1), warmupEpochs: 0.5)
    },
    EqualityCase("gradient descent in steps", batchSize: 32, shards: 8) {
      $0.optimizer = OptimizerSettings(.sgd(SGDSettings()), learningRate: 0.1, weightDecay: 0.01)
      $0.schedule = LearningRateSchedule(.step(epochs: 0.5, factor: 0.5))
    },
    EqualityCase("momentum, clipping, one cycle", batchSize: 24, shards: 6) {
      $0.optimizer = OptimizerSettings(.sgd(SGDSettings(momentum: 0.9)), learningRate: 0.1, clipNorm: 0.5)
      $0.schedule = LearningRateSchedule(.oneCycle(peak: 0.3, initialFactor: 0.1, finalFactor: 0))
    },
    EqualityCase("Nesterov's momentum, smoothed labels", batchSize: 32, shards: 8) {
      $0.optimizer = OptimizerSettings(.sgd(SGDSettings(momentum: 0.9, nesterov: true)))
      ($0.loss, $0.labelSmoothing) = (.categoricalCrossentropy, 0.1)
    },
    EqualityCase("random flips, shifts, noise", batchSize: 32, shards: 8) {
      $0.augmentation = AugmentationSettings(flip: .random, shift: 2, erasing: ErasingSettings(probability: 0.75))
    },
    EqualityCase("alternating flips, erasing", batchSize: 24, shards: 6) {
      $0.augmentation = AugmentationSettings(flip: .alternating, erasing: ErasingSettings(fill: .zero))
    },
    EqualityCase("validation images that are named", batchSize: 32, shards: 8) {
      $0.validationIndices = ImageSelection(stride(from: 1, to: 131, by: 3))
    },
    EqualityCase("a drawn fold, averaged weights", batchSize: 32, shards: 8) {
      $0.fold = Fold(Folds(count: 5, shuffle: true), number: 1, seed: 7)
      $0.optimizer.emaMomentum = 0.9
    },
    EqualityCase("a fold of the file", batchSize: 24, shards: 6) {
      $0.fold = Fold(Folds(count: 3, shuffle: false), number: 1, seed: 7)
    },
    EqualityCase("mirrored test images", batchSize: 32, shards: 8) {
      $0.validationData = .test
      $0.testAugmentation = .flip
    },
    EqualityCase("mirrored and moved test images", batchSize: 24, shards: 6) {
      $0.validationData = .test
      $0.testAugmentation = .flipShift
    },
    EqualityCase("Adam with clipping", batchSize: 12, shards: 3) { $0.optimizer.clipNorm = 1.5 },
    EqualityCase("centred RMSprop with momentum", batchSize: 32, shards: 8) {
      $0.optimizer = OptimizerSettings(.rmsprop(RMSpropSettings(momentum: 0.5, epsilon: 1e-3, centered: true)))
    },
    EqualityCase("the first images only", batchSize: 16, shards: 4) {
      $0.trainingImageLimit = 50
      $0.testImageLimit = 20
    },
  ]

  /// A run at so high a rate that the loss soon goes up: it ends early, with the weights of another epoch than the last.
  static let restored = EqualityCase("weights of the best epoch", batchSize: 32, shards: 8) {
    $0.epochs = 6
    $0.validationSplit = 0.3
    $0.optimizer = OptimizerSettings(.sgd(SGDSettings(momentum: 0.9)), learningRate: 1, emaMomentum: 0.5)
    $0.earlyStopping = EarlyStopping(monitor: .validationLoss, patience: 2, restoreBestWeights: true)
  }
}
