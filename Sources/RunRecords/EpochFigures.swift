/// What an epoch showed: a record of `metrics.jsonl`, a line of `history.csv`, a point of every curve.
package struct EpochFigures: Equatable, Sendable {
  /// Counted from 1.
  package let epoch: Int
  /// Over the training images.
  package let training: MeanScore
  /// Nil without validation.
  package let validation: MeanScore?
  /// Whether what is monitored was never better.
  package var isBest: Bool
  /// The time of the whole epoch, validation included.
  package let seconds: Double
  /// The time of the training steps alone.
  package let trainingSeconds: Double
  /// Over the training steps.
  package let imagesPerSecond: Double
  /// The digest of the epoch's weights, or where those are the result, of their average; nil in records of earlier versions.
  package var weightsSHA256: String?

  package init(
    epoch: Int, training: MeanScore, validation: MeanScore? = nil, isBest: Bool = false, seconds: Double,
    trainingSeconds: Double, imagesPerSecond: Double, weightsSHA256: String? = nil
  ) {
    self.epoch = epoch
    self.training = training
    self.validation = validation
    self.isBest = isBest
    self.seconds = seconds
    self.trainingSeconds = trainingSeconds
    self.imagesPerSecond = imagesPerSecond
    self.weightsSHA256 = weightsSHA256
  }
}

extension EpochFigures: Codable {
  private enum CodingKeys: String, CodingKey {
    case epoch, loss, accuracy, seconds
    case validationLoss = "val_loss"
    case validationAccuracy = "val_accuracy"
    case isBest = "is_best"
    case trainingSeconds = "training_seconds"
    case imagesPerSecond = "images_per_second"
    case weightsSHA256 = "weights_sha256"
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    epoch = try fields.decode(Int.self, forKey: .epoch)
    guard (1...Int(Int32.max)).contains(epoch) else {
      throw DecodingError.dataCorruptedError(forKey: .epoch, in: fields, debugDescription: "no epoch is \(epoch)")
    }
    training = MeanScore(
      loss: try fields.decode(Double.self, forKey: .loss), accuracy: try fields.decode(Double.self, forKey: .accuracy))
    let loss = try fields.decodeIfPresent(Double.self, forKey: .validationLoss)
    let accuracy = try fields.decodeIfPresent(Double.self, forKey: .validationAccuracy)
    validation = if let loss, let accuracy { MeanScore(loss: loss, accuracy: accuracy) } else { nil }
    isBest = try fields.decode(Bool.self, forKey: .isBest)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    trainingSeconds = try fields.decode(Double.self, forKey: .trainingSeconds)
    imagesPerSecond = try fields.decode(Double.self, forKey: .imagesPerSecond)
    weightsSHA256 = try fields.decodeIfPresent(String.self, forKey: .weightsSHA256)
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(epoch, forKey: .epoch)
    try fields.encode(training.loss, forKey: .loss)
    try fields.encode(training.accuracy, forKey: .accuracy)
    try fields.encodeIfPresent(validation?.loss, forKey: .validationLoss)
    try fields.encodeIfPresent(validation?.accuracy, forKey: .validationAccuracy)
    try fields.encode(isBest, forKey: .isBest)
    try fields.encode(seconds, forKey: .seconds)
    try fields.encode(trainingSeconds, forKey: .trainingSeconds)
    try fields.encode(imagesPerSecond, forKey: .imagesPerSecond)
    try fields.encodeIfPresent(weightsSHA256, forKey: .weightsSHA256)
  }
}

extension EpochFigures {
  /// The first line of `history.csv`.
  package static let historyHeader = "epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second"

  /// The epoch's line. Numbers alone, so nothing needs quotes and every reader of tables takes it; an absent validation leaves
  /// its fields empty. The digest is in `metrics.jsonl` only.
  package var historyLine: String {
    let numbers = [
      training.loss, training.accuracy, validation?.loss, validation?.accuracy, seconds, imagesPerSecond,
    ]
    return (["\(epoch)"] + numbers.map { $0.map { "\($0)" } ?? "" }).joined(separator: ",")
  }
}

extension [EpochFigures] {
  /// Over the training steps of all epochs; nil where they took no time.
  package var imagesPerSecond: Double? {
    let seconds = reduce(0) { $0 + $1.trainingSeconds }
    return seconds > 0 ? reduce(0) { $0 + $1.imagesPerSecond * $1.trainingSeconds } / seconds : nil
  }
}
