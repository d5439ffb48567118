/// How well some images were classified: means, as records and reports have them.
package struct MeanScore: Codable, Equatable, Sendable {
  /// The mean loss.
  package let loss: Double
  /// The share of right answers.
  package let accuracy: Double

  package init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }
}
