/// The mean of some numbers, and how far they are from it.
package struct SampleSpread: Sendable {
  /// Nil without a number.
  package let mean: Double?
  /// The standard deviation of a sample, of n − 1 degrees of freedom; nil of fewer than two numbers.
  package let deviation: Double?

  package init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = values.isEmpty ? nil : mean
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }
}
