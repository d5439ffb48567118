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
      model: "sample", epochs: 2, batchSize: batchSize, adam: AdamSettings(learningRate: 0.01), seed: 7,
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
    EqualityCase("the first images only", batchSize: 16, shards: 4) {
      $0.trainingImageLimit = 50
      $0.testImageLimit = 20
    },
  ]
}
