import ArgumentParser
import Foundation

/// The value of an option that is a range of numbers: `0.02,0.4`.
///
/// The option says which numbers it takes, and in which order.
struct NumberRange: ExpressibleByArgument, CustomStringConvertible {
  let lower: Double
  let upper: Double

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
    guard parts.count == 2, numbers.count == 2 else { return nil }
    (lower, upper) = (numbers[0], numbers[1])
  }

  var description: String { "\(lower),\(upper)" }
  /// Both numbers.
  var bounds: [Double] { [lower, upper] }
  /// Whether these are a least and a largest number, which may be the same, of more than 0.
  var isPositive: Bool { lower > 0 && lower <= upper && upper.isFinite }
}
