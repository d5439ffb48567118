/// The four lines with which `lockstep train` ends, as written.
package struct TrainingResult: Sendable, Equatable {
  /// With four decimals.
  package let testLoss: String
  /// From 0 to 1, with four decimals.
  package let testAccuracy: String
  /// In lower-case hexadecimal.
  package let weightsSHA256: String
  /// A whole number.
  package let imagesPerSecond: String

  /// Reads the standard output of a run; nil if it is anything but these lines in this order.
  package init?(_ standardOutput: String) {
    let pattern =
      /test loss: (\d+\.\d{4})\ntest accuracy: ([01]\.\d{4})\nweights sha256: ([0-9a-f]{64})\nimages\/s: (\d+)\n/
    guard let match = standardOutput.wholeMatch(of: pattern) else { return nil }
    testLoss = String(match.output.1)
    testAccuracy = String(match.output.2)
    weightsSHA256 = String(match.output.3)
    imagesPerSecond = String(match.output.4)
  }
}
