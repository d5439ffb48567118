import Dispatch
import Foundation

/// Signals as events: while there is one, they do nothing else to this process, which has children to look after.
final class SignalWatch {
  private let sources: [any DispatchSourceSignal]
  private let caught: [NamedSignal]

  /// - Parameter received: is told each of the signals that was not ignored before; one that was, as under nohup, stays so.
  init(_ signals: [NamedSignal], received: @escaping @Sendable (NamedSignal) -> Void) {
    caught = signals.filter { !Self.ignore($0) }
    sources = caught.map { signal in
      let source = DispatchSource.makeSignalSource(signal: signal.number)
      source.setEventHandler { received(signal) }
      source.activate()
      return source
    }
  }

  /// Gives the signals back to the system.
  func end() {
    for source in sources { source.cancel() }
    for signal in caught { _ = Foundation.signal(signal.number, SIG_DFL) }
  }

  /// Keeps the system from ending this process when the signal comes.
  ///
  /// - Returns: whether it was ignored before.
  private static func ignore(_ signal: NamedSignal) -> Bool {
    let before = Foundation.signal(signal.number, SIG_IGN)
    return unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
