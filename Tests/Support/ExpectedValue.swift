/// What a reference computed in Double, and how far a computation in Float may be from it.
package struct ExpectedValue: Sendable {
  /// The value in Double.
  package let value: Double
  /// The largest deviation that rounding explains.
  package let tolerance: Double

  /// A value with its tolerance.
  package init(_ value: Double, tolerance: Double) {
    self.value = value
    self.tolerance = tolerance
  }
}
