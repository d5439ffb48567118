/// Follows a metric from epoch to epoch: tells the best epoch, and when to stop waiting for a better one, as Keras'
/// `EarlyStopping` does.
///
/// All ranks have the same numbers, and come to the same end.
package struct BestEpoch: Sendable {
  private let settings: EarlyStopping
  package private(set) var state: State

  /// What it knows of the epochs before.
  package struct State: Codable, Equatable, Sendable {
    /// The best epoch so far, counted from 1; nil before the first.
    package fileprivate(set) var epoch: Int?
    /// What was monitored in it.
    fileprivate var best = 0.0
    /// Epochs since then.
    fileprivate var wait = 0

    package init() {}

    /// Whether some epochs can have come to this.
    var isPossible: Bool { [epoch ?? 0, wait].allSatisfy((0...Int(Int32.max)).contains) }
  }

  package init(_ settings: EarlyStopping, state: State = State()) { (self.settings, self.state) = (settings, state) }

  /// The best epoch so far, counted from 1; nil before the first.
  package var epoch: Int? { state.epoch }

  /// What follows from an epoch's number.
  package struct Verdict: Equatable, Sendable {
    package let isBest: Bool
    package let stops: Bool
  }

  /// Judges epoch `epoch`, counted from 1.
  package mutating func judge(_ value: Double, epoch: Int) -> Verdict {
    state.wait += 1
    guard state.epoch != nil, !isBetter(value) else {
      (state.epoch, state.best, state.wait) = (epoch, value, 0)
      return Verdict(isBest: true, stops: false)
    }
    return Verdict(isBest: false, stops: settings.patience.map { state.wait >= $0 } ?? false)
  }

  private func isBetter(_ value: Double) -> Bool {
    settings.monitor.isAccuracy ? value - settings.minDelta > state.best : value + settings.minDelta < state.best
  }
}
