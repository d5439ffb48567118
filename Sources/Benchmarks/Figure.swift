import Foundation

/// Numbers as reports show them.
enum Figure {
  /// What stands in a table where there is no number.
  static let unknown = "–"

  /// A number with so many decimals; the sign for none where it is nil.
  static func text(_ value: Double?, decimals: Int) -> String {
    value.map { String(format: "%.\(decimals)f", $0) } ?? unknown
  }

  /// A number with so many significant digits; the sign for none where it is nil.
  static func text(_ value: Double?, digits: Int) -> String {
    value.map { String(format: "%.\(digits)g", $0) } ?? unknown
  }

  /// A share as a percentage with one decimal.
  static func percentage(_ share: Double?) -> String {
    share.map { text(100 * $0, decimals: 1) + " %" } ?? unknown
  }

  /// The ends of a spread.
  static func range(_ spread: Spread?, decimals: Int) -> String {
    spread.map { "\(text($0.minimum, decimals: decimals)) – \(text($0.maximum, decimals: decimals))" } ?? unknown
  }
}
