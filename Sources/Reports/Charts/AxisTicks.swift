import Foundation

/// Where an axis has ticks: at multiples of 1, 2 or 5 times a power of ten, which reach to both ends.
package struct AxisTicks: Equatable, Sendable {
  /// The distance of two ticks.
  package let step: Double
  /// From the lowest tick to the highest, in ascending order; at least two.
  package let values: [Double]

  /// Ticks for an axis on which all of `range` lies.
  ///
  /// - Parameters:
  ///   - most: about so many intervals at most; at least 1.
  ///   - isWhole: only whole numbers have ticks.
  package init(_ range: ClosedRange<Double>, most: Int = 5, isWhole: Bool = false) {
    var (low, high) = (range.lowerBound, range.upperBound)
    if high - low < 1e-9 * max(low.magnitude, high.magnitude, 1e-3) {
      let margin = isWhole ? 1 : max(low.magnitude, 1e-3) / 10
      (low, high) = (low - margin, high + margin)
    }
    let rough = (high - low) / Double(most)
    // Powers of ten by their decimal text: pow would be off by a bit here and there.
    let exponent = Int(log10(rough).rounded(.down))
    let candidates = [1, 2, 5, 10].compactMap { Double("\($0)e\(exponent)") }
    let step = max(candidates.first { $0 >= rough * (1 - 1e-9) } ?? rough, isWhole ? 1 : 0)
    let first = (low / step + 1e-9).rounded(.down)
    let last = (high / step - 1e-9).rounded(.up)
    self.step = step
    values = stride(from: first, through: max(last, first + 1), by: 1).map { $0 * step }
  }

  /// The lowest tick.
  package var lowest: Double { values[0] }
  /// The highest tick.
  package var highest: Double { values[values.count - 1] }

  /// As many digits behind the point as tell the ticks apart.
  package var labels: [String] {
    let digits = max(0, -Int((log10(step) + 1e-9).rounded(.down)))
    return values.map { NumberText.fixed($0 == 0 ? 0 : $0, digits) }
  }
}
