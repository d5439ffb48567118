import FashionMNIST
import Foundation
import Testing
import Training

/// The configuration is stored in run directories and checkpoints: its keys may not change.
@Suite("Configuration as JSON")
struct ConfigurationTests {
  private static let small = TrainingConfiguration(model: "lab-001", epochs: 5, batchSize: 64, shards: 16)
  private static let smallJSON = """
    {"augmentation":{"flip":"none","shift":0},"batch_size":64,"convolution":"auto",\
    "early_stopping":{"min_delta":0,"monitor":"loss","restore_best_weights":false},"epochs":5,"evaluation":"all","label_smoothing":0,\
    "loss":"sparse_categorical_crossentropy","model":"lab-001",\
    "optimizer":{"beta_1":0.9,"beta_2":0.999,"epsilon":1e-07,"exclude_from_weight_decay":[],"learning_rate":0.001,\
    "name":"adam","weight_decay":0},"reduction":"tree","schedule":{"name":"constant","warmup_epochs":0},"seed":0,\
    "shards":16,"shuffle":true,"test_augmentation":"none","validation_data":"none","validation_split":0}
    """

  private static let full: TrainingConfiguration = {
    var configuration = TrainingConfiguration(
      model: "my model", epochs: 1, batchSize: 6,
      optimizer: OptimizerSettings(
        .sgd(SGDSettings(momentum: 0.5, nesterov: true)), learningRate: 0.25, weightDecay: 0.125,
        excludedFromWeightDecay: ["bias"], clipNorm: 2, emaMomentum: 0.75), validationSplit: 0.5,
      validationData: .test, seed: .max, shards: 3, shuffle: false, reduction: .mpi, evaluation: .rank0,
      trainingImageLimit: 2000, testImageLimit: 100)
    configuration.schedule = LearningRateSchedule(.cosine(finalFactor: 0.5), warmupEpochs: 0.25)
    (configuration.loss, configuration.labelSmoothing) = (.categoricalCrossentropy, 0.125)
    configuration.testAugmentation = .flip
    configuration.validationIndices = ImageSelection([7, 1, 0, 2])
    configuration.fold = Fold(Folds(count: 4, shuffle: true), number: 2, seed: 9)
    configuration.earlyStopping = EarlyStopping(
      monitor: .validationAccuracy, minDelta: 0.5, patience: 3, restoreBestWeights: true)
    configuration.augmentation = AugmentationSettings(
      flip: .alternating, shift: 2,
      erasing: ErasingSettings(probability: 0.125, area: [0.25, 0.5], aspect: [0.5, 2], fill: .zero))
    return configuration
  }()
  private static let fullJSON = """
    {"augmentation":{"erasing":{"area":[0.25,0.5],"aspect":[0.5,2],"fill":"zero","probability":0.125},\
    "flip":"alternating","shift":2},"batch_size":6,"convolution":"auto",\
    "early_stopping":{"min_delta":0.5,"monitor":"val_accuracy","patience":3,"restore_best_weights":true},"epochs":1,"evaluation":"rank0",\
    "fold":{"folds":{"count":4,"shuffle":true},"number":2,"seed":9},"label_smoothing":0.125,\
    "loss":"categorical_crossentropy","model":"my model",\
    "optimizer":{"clip_norm":2,"ema_momentum":0.75,"exclude_from_weight_decay":["bias"],"learning_rate":0.25,"momentum":0.5,"name":"sgd",\
    "nesterov":true,"weight_decay":0.125},"reduction":"mpi",\
    "schedule":{"final_factor":0.5,"name":"cosine","warmup_epochs":0.25},"seed":18446744073709551615,"shards":3,\
    "shuffle":false,"test_augmentation":"flip","test_image_limit":100,"training_image_limit":2000,"validation_data":"test",\
    "validation_indices":"0-2,7","validation_split":0.5}
    """

  @Test("is written under stable keys", arguments: [(small, smallJSON), (full, fullJSON)])
  func writing(configuration: TrainingConfiguration, json: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(configuration), as: UTF8.self) == json)
  }

  @Test("is read back", arguments: [(small, smallJSON), (full, fullJSON)])
  func reading(configuration: TrainingConfiguration, json: String) throws {
    #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: Data(json.utf8)) == configuration)
  }

  @Test(
    "every optimiser and schedule is read back",
    arguments: OptimizerTests.settings,
    [
      LearningRateSchedule(.constant, warmupEpochs: 2), LearningRateSchedule(.step(epochs: 3, factor: 0.5)),
      LearningRateSchedule(.oneCycle(peak: 0.25, initialFactor: 0.5, finalFactor: 0.125)),
    ])
  func parts(optimizer: OptimizerSettings, schedule: LearningRateSchedule) throws {
    var configuration = Self.small
    (configuration.optimizer, configuration.schedule) = (optimizer, schedule)
    let json = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: json) == configuration)
  }

  @Test("defaults are Keras'")
  func defaults() {
    let adam = AdamSettings()
    #expect((adam.beta1, adam.beta2, adam.epsilon) == (0.9, 0.999, 1e-7))
    #expect(SGDSettings() == SGDSettings(momentum: 0, nesterov: false))
    let rates = [UpdateRule.adam(adam), .adamW(adam), .sgd(SGDSettings())].map { OptimizerSettings($0) }
    #expect(rates.map(\.learningRate) == [0.001, 0.001, 0.01])
    #expect(rates.map(\.weightDecay) == [0, 0.004, 0])
    #expect(rates.allSatisfy { $0.clipNorm == nil && $0.excludedFromWeightDecay.isEmpty })
  }
}
