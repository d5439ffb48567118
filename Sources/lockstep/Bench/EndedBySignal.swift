import ExitCodes
import Synchronization

/// A signal asked the process to end while it had work under way.
struct EndedBySignal: ProgramError {
  private let signal: NamedSignal

  var exitStatus: ExitStatus { .signal(signal.number) }

  var description: String { "ended by \(signal.name), and so are the ranks" }

  /// Runs `body`, and cancels it when a signal asks the process to end.
  ///
  /// - Throws: ``EndedBySignal`` if a signal came, else what `body` throws.
  static func checked<Success: Sendable>(
    _ body: @escaping @Sendable () async throws -> Success
  ) async throws -> Success {
    let task = Task { try await body() }
    let received = ReceivedSignal()
    let watch = SignalWatch([.interrupt, .terminate, .hangUp]) { signal in
      received.first.withLock { $0 = $0 ?? signal }
      task.cancel()
    }
    defer { watch.end() }
    let result = await task.result
    if let signal = received.first.withLock(\.self) { throw EndedBySignal(signal: signal) }
    return try result.get()
  }
}

/// The first signal that came; nil as long as there is none.
private final class ReceivedSignal: Sendable {
  let first = Mutex<NamedSignal?>(nil)
}
