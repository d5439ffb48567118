/// What `lockstep evaluate` prints, as written: three lines, and behind a blank one what is said of the classes.
package struct EvaluationResult: Sendable, Equatable {
  /// With four decimals.
  package let testLoss: String
  /// From 0 to 1, with four decimals.
  package let testAccuracy: String
  /// A whole number.
  package let imagesPerSecond: String
  /// The table of the classes, and the confusion matrix.
  package let report: String

  /// Reads the standard output of a call; nil unless it begins with these lines in this order, and a blank one.
  package init?(_ standardOutput: String) {
    let pattern = /test loss: (\d+\.\d{4})\ntest accuracy: ([01]\.\d{4})\nimages\/s: (\d+)\n\n/
    guard let match = standardOutput.prefixMatch(of: pattern) else { return nil }
    testLoss = String(match.output.1)
    testAccuracy = String(match.output.2)
    imagesPerSecond = String(match.output.3)
    report = String(standardOutput[match.range.upperBound...])
  }
}
