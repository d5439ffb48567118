/// What a reference computed in Double, and how far a computation in Float may be from it.
package struct ExpectedValue: Sendable {
  package let value: Double
  package let tolerance: Double

  package init(_ value: Double, tolerance: Double) {
    self.value = value
    self.tolerance = tolerance
  }
}
