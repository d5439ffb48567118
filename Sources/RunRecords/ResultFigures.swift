/// What a run came to: the last record of `metrics.jsonl` but for the profile.
package struct ResultFigures: Equatable, Sendable {
  /// Over the test images.
  package let test: MeanScore
  /// The digest of the weights that the run ends with.
  package let weightsSHA256: String
  /// The number of epochs that were trained.
  package let epochs: Int
  /// The epoch whose weights the run ends with: the last, or where that is wanted the best; 0 for the initial weights.
  package let lastEpoch: Int
  /// The time of the whole run.
  package let seconds: Double
  /// Over the training steps of all epochs.
  package let imagesPerSecond: Double

  package init(
    test: MeanScore, weightsSHA256: String, epochs: Int, lastEpoch: Int, seconds: Double, imagesPerSecond: Double
  ) {
    self.test = test
    self.weightsSHA256 = weightsSHA256
    self.epochs = epochs
    self.lastEpoch = lastEpoch
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
  }
}

extension ResultFigures: Codable {
  private enum CodingKeys: String, CodingKey {
    case epochs, seconds
    case lastEpoch = "last_epoch"
    case testLoss = "test_loss"
    case testAccuracy = "test_accuracy"
    case weightsSHA256 = "weights_sha256"
    case imagesPerSecond = "images_per_second"
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    test = MeanScore(
      loss: try fields.decode(Double.self, forKey: .testLoss),
      accuracy: try fields.decode(Double.self, forKey: .testAccuracy))
    weightsSHA256 = try fields.decode(String.self, forKey: .weightsSHA256)
    epochs = try fields.decode(Int.self, forKey: .epochs)
    lastEpoch = try fields.decode(Int.self, forKey: .lastEpoch)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    imagesPerSecond = try fields.decode(Double.self, forKey: .imagesPerSecond)
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(test.loss, forKey: .testLoss)
    try fields.encode(test.accuracy, forKey: .testAccuracy)
    try fields.encode(weightsSHA256, forKey: .weightsSHA256)
    try fields.encode(epochs, forKey: .epochs)
    try fields.encode(lastEpoch, forKey: .lastEpoch)
    try fields.encode(seconds, forKey: .seconds)
    try fields.encode(imagesPerSecond, forKey: .imagesPerSecond)
  }
}
