/// The middle and the ends of repeated measurements.
package struct Spread: Sendable, Equatable, Encodable {
  package let median: Double
  package let minimum: Double
  package let maximum: Double

  /// The spread of `values`; nil if there are none.
  ///
  /// The median of an even number of values is the mean of the two in the middle.
  package init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let middle = sorted.count / 2
    median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    minimum = first
    maximum = last
  }
}
