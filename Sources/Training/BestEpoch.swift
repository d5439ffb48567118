/// Follows a metric from epoch to epoch: tells the best epoch, and when to stop waiting for a better one, as Keras'
/// `EarlyStopping` does.
///
/// All ranks have the same numbers, and come to the same end.
package struct BestEpoch: Sendable {
  private let settings: EarlyStopping
  /// The best epoch so far, counted from 1; nil before the first.
  package private(set) var epoch: Int?
  private var best = 0.0
  private var wait = 0

  package init(_ settings: EarlyStopping) { self.settings = settings }

  /// What follows from an epoch's number.
  package struct Verdict: Equatable, Sendable {
    package let isBest: Bool
    package let stops: Bool
  }

  /// Judges epoch `epoch`, counted from 1.
  package mutating func judge(_ value: Double, epoch: Int) -> Verdict {
    wait += 1
    guard self.epoch != nil, !isBetter(value) else {
      (self.epoch, best, wait) = (epoch, value, 0)
      return Verdict(isBest: true, stops: false)
    }
    return Verdict(isBest: false, stops: settings.patience.map { wait >= $0 } ?? false)
  }

  private func isBetter(_ value: Double) -> Bool {
    settings.monitor.isAccuracy ? value - settings.minDelta > best : value + settings.minDelta < best
  }
}
