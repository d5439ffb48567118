/// A sum in Double that knows how far the same sum in Float may be from it.
///
/// - Tolerance: 2 ulp · √terms · the largest partial sum or term. Each rounding is off by at most half an ulp of
///   the largest number on the way, and the roundings are independent: their sum has a standard deviation of at
///   most ulp · √(terms / 12), so the tolerance is 7 of them; up to four terms it is the worst case.
package struct ReferenceSum: Sendable {
  private static let ulpsPerRounding = 2.0

  /// The sum so far.
  package private(set) var value: Double
  private var largest: Double
  private var terms = 0

  /// - Parameter value: what the sum starts from.
  package init(_ value: Double = 0) {
    self.value = value
    largest = value.magnitude
  }

  /// Adds one term.
  package mutating func add(_ term: Double) {
    add(term, largest: term.magnitude, terms: 1)
  }

  /// Adds a sum that was computed on its own.
  package mutating func add(_ other: ReferenceSum) {
    add(other.value, largest: other.largest, terms: other.terms + 1)
  }

  private mutating func add(_ term: Double, largest otherLargest: Double, terms otherTerms: Int) {
    value += term
    terms += otherTerms
    // Comparisons, not max(): unoptimised generic calls would dominate the tests' time.
    if otherLargest > largest { largest = otherLargest }
    if value.magnitude > largest { largest = value.magnitude }
  }

  /// Sets a negative sum to zero.
  package mutating func rectify() {
    if value < 0 { value = 0 }
  }

  /// The value and its tolerance.
  package var expected: ExpectedValue {
    let ulp = Double(Float.ulpOfOne) * largest
    return ExpectedValue(value, tolerance: Self.ulpsPerRounding * ulp * Double(terms).squareRoot())
  }
}
