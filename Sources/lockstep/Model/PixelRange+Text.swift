import ArgumentParser
import Foundation
import Network

extension PixelRange: ExpressibleByArgument {
  /// One range of each kind, by which an option names it.
  static let kinds: [PixelRange] = [.zeroToOne, .zeroTo255, .minusOneToOne, .standardized(nil)]

  /// What an option's help has in place of its value.
  static var valueName: String { kinds.map(\.description).joined(separator: "|") }

  package init?(argument: String) { self.init(argument) }

  /// Whether the two differ in statistics at most.
  func isOfKind(_ other: PixelRange) -> Bool {
    if case (.standardized, .standardized) = (self, other) { true } else { self == other }
  }

  /// What continues "pixels"; nil for the usual range, which is Keras' users' own.
  var differenceFromKeras: String? {
    switch self {
    case .zeroToOne: nil
    case .zeroTo255: "given as 0 to 255"
    case .minusOneToOne: "given as -1 to 1"
    case .standardized(let statistics):
      statistics.map {
        "standardized, mean \(String(format: "%.4f", $0.mean)) and deviation "
          + "\(String(format: "%.4f", $0.standardDeviation)) of white"
      } ?? "standardized"
    }
  }
}
