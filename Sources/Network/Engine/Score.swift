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
