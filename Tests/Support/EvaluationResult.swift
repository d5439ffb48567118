/// What `lockstep evaluate` prints, as written: three lines, and the report of the classes.
package struct EvaluationResult: Sendable, Equatable {
  /// With four decimals.
  package let testLoss: String
  /// From 0 to 1, with four decimals.
  package let testAccuracy: String
  /// A whole number.
  package let imagesPerSecond: String
  /// The table of the classes, and the confusion matrix.
  package let report: String

  /// Reads the standard output of a call; nil if it is anything but these parts in this order.
  package init?(_ standardOutput: String) {
    let pattern =
      /test loss: (\d+\.\d{4})\ntest accuracy: ([01]\.\d{4})\nimages\/s: (\d+)\n\n( +precision [^\[]+\[\[[^a-z]+\]\]\n)/
    guard let match = standardOutput.wholeMatch(of: pattern) else { return nil }
    testLoss = String(match.output.1)
    testAccuracy = String(match.output.2)
    imagesPerSecond = String(match.output.3)
    report = String(match.output.4)
  }
}
