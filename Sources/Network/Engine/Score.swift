/// How well some images were classified: sums, not means, so that parts can be joined.
package struct Score: Sendable, Equatable {
  package var lossSum: Double
  package var correct: Int
  package var images: Int

  package init(lossSum: Double = 0, correct: Int = 0, images: Int = 0) {
    self.lossSum = lossSum
    self.correct = correct
    self.images = images
  }

  /// Adds the images of `other`.
  package mutating func add(_ other: Score) {
    lossSum += other.lossSum
    correct += other.correct
    images += other.images
  }

  /// The mean loss; not a number without images.
  package var loss: Double { lossSum / Double(images) }
  /// The share of correct answers; not a number without images.
  package var accuracy: Double { Double(correct) / Double(images) }
}

extension Score: Codable {
  private enum CodingKeys: String, CodingKey {
    case correct, images
    case lossBits = "loss_bits"
  }

  /// The loss as the bits of its number, so that any sum can be written, and is read as it was.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      lossSum: Double(bitPattern: try fields.decode(UInt64.self, forKey: .lossBits)),
      correct: try fields.decode(Int.self, forKey: .correct), images: try fields.decode(Int.self, forKey: .images))
    guard (0...1 << 48).contains(images), (0...images).contains(correct) else {
      throw DecodingError.dataCorruptedError(
        forKey: .correct, in: fields, debugDescription: "\(correct) of \(images) images")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(lossSum.bitPattern, forKey: .lossBits)
    try fields.encode(correct, forKey: .correct)
    try fields.encode(images, forKey: .images)
  }
}
