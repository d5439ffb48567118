import Foundation
import Testing
import Training

/// The configuration is stored in run directories and checkpoints: its keys may not change.
@Suite("Configuration as JSON")
struct ConfigurationTests {
  private static let small = TrainingConfiguration(model: "lab-001", epochs: 5, batchSize: 64, shards: 16)
  private static let smallJSON = """
    {"adam":{"beta_1":0.9,"beta_2":0.999,"epsilon":1e-07,"learning_rate":0.001},"batch_size":64,\
    "convolution":"auto","epochs":5,"evaluation":"all","model":"lab-001","reduction":"tree","seed":0,"shards":16,"shuffle":true,\
    "validation_data":"none","validation_split":0}
    """

  private static let full = TrainingConfiguration(
    model: "my model", epochs: 1, batchSize: 6,
    adam: AdamSettings(learningRate: 0.25, beta1: 0.5, beta2: 0.75, epsilon: 0.125), validationSplit: 0.5,
    validationData: .test, seed: .max, shards: 3, shuffle: false, reduction: .mpi, evaluation: .rank0,
    trainingImageLimit: 2000, testImageLimit: 100)
  private static let fullJSON = """
    {"adam":{"beta_1":0.5,"beta_2":0.75,"epsilon":0.125,"learning_rate":0.25},"batch_size":6,\
    "convolution":"auto","epochs":1,"evaluation":"rank0","model":"my model","reduction":"mpi","seed":18446744073709551615,"shards":3,\
    "shuffle":false,"test_image_limit":100,"training_image_limit":2000,"validation_data":"test",\
    "validation_split":0.5}
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

  @Test("Adam's settings are Keras' defaults")
  func defaults() {
    let settings = AdamSettings()
    #expect(settings.learningRate == 0.001)
    #expect((settings.beta1, settings.beta2, settings.epsilon) == (0.9, 0.999, 1e-7))
  }
}
