/// A number computed in Double, with a bound on how far the same computation in Float is from it.
///
/// Running error analysis: an operation hands on the errors of its operands, and adds its own rounding, half an ulp of
/// the result. The bound is the worst case; roundings that a fused multiply-add leaves out only make it wider.
/// - Source: Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, §3.3.
package struct BoundedValue: Sendable {
  /// 2⁻²⁴, the largest relative error of one rounding to Float.
  private static let rounding = Double(Float.ulpOfOne) / 2

  package let value: Double
  package let bound: Double

  /// A number that Float holds exactly, or one that is off by at most `bound`.
  package init(_ value: Double, bound: Double = 0) {
    self.value = value
    self.bound = bound
  }

  /// The value, with the bound as its tolerance.
  package var expected: ExpectedValue { ExpectedValue(value, tolerance: bound) }

  /// The result of an operation: what its operands bring along, and one rounding.
  package static func rounded(_ value: Double, inherited: Double) -> BoundedValue {
    BoundedValue(value, bound: inherited + rounding * (value.magnitude + inherited))
  }

  package static let zero = BoundedValue(0)

  /// The same value with more room.
  package func widened(by amount: Double) -> BoundedValue { BoundedValue(value, bound: bound + amount) }

  /// True for a zero that no small change of the parameters moves: behind a closed rectifier or a dropped unit.
  package var isConstantZero: Bool { value == 0 && bound == 0 }

  package static func + (a: BoundedValue, b: BoundedValue) -> BoundedValue {
    rounded(a.value + b.value, inherited: a.bound + b.bound)
  }

  package static func - (a: BoundedValue, b: BoundedValue) -> BoundedValue {
    rounded(a.value - b.value, inherited: a.bound + b.bound)
  }

  package static func * (a: BoundedValue, b: BoundedValue) -> BoundedValue {
    rounded(
      a.value * b.value,
      inherited: a.value.magnitude * b.bound + b.value.magnitude * a.bound + a.bound * b.bound)
  }

  /// - Precondition: `b` is farther from zero than its bound.
  package static func / (a: BoundedValue, b: BoundedValue) -> BoundedValue {
    let quotient = a.value / b.value
    return rounded(
      quotient, inherited: (a.bound + quotient.magnitude * b.bound) / (b.value.magnitude - b.bound))
  }

  /// - Precondition: the value is positive and larger than its bound.
  package func squareRoot() -> BoundedValue {
    // √x − √(x − b) ≤ b / √x.
    let root = value.squareRoot()
    return .rounded(root, inherited: root > 0 ? bound / root : 0)
  }

  package static func += (a: inout BoundedValue, b: BoundedValue) { a = a + b }
}
