/// When a run saves checkpoints besides the one at its end: after so many epochs, steps or seconds, whichever comes first.
package struct CheckpointSchedule: Equatable, Sendable {
  /// Every so many epochs.
  package private(set) var epochs: Int?
  /// Every so many steps.
  package private(set) var steps: Int?
  /// After so many seconds without one.
  package private(set) var seconds: Double?

  /// Every epoch and every minute.
  package static let standard = CheckpointSchedule(epochs: 1, seconds: 60)

  package init(epochs: Int? = nil, steps: Int? = nil, seconds: Double? = nil) {
    (self.epochs, self.steps, self.seconds) = (epochs, steps, seconds)
  }
}

extension CheckpointSchedule: LosslessStringConvertible {
  /// The numbers that stand before the units.
  private static let counts = 1...1_000_000_000
  private static let secondsRange = 0.001...1e9

  /// `1epoch,500steps,60s`: each unit at most once, in any order; or `none`.
  package init?(_ text: String) {
    self.init()
    if text == "none" { return }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let number = part.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      switch part.dropFirst(number.count) {
      case "epoch", "epochs":
        guard epochs == nil, let count = Int(number), Self.counts.contains(count) else { return nil }
        epochs = count
      case "step", "steps":
        guard steps == nil, let count = Int(number), Self.counts.contains(count) else { return nil }
        steps = count
      case "s":
        guard seconds == nil, let time = Double(number), Self.secondsRange.contains(time) else { return nil }
        seconds = time
      default: return nil
      }
    }
  }

  package var description: String {
    let parts = [
      epochs.map { $0 == 1 ? "1epoch" : "\($0)epochs" }, steps.map { $0 == 1 ? "1step" : "\($0)steps" },
      seconds.map { $0 == $0.rounded() ? "\(Int($0))s" : "\($0)s" },
    ].compactMap(\.self)
    return parts.isEmpty ? "none" : parts.joined(separator: ",")
  }
}
