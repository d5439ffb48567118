import Dispatch
import ExitCodes
import Foundation
import Synchronization

/// A signal asked the process to end while it had work under way.
struct Interruption: ProgramError {
  private typealias Signal = (number: Int32, name: String)
  private static let signals: [Signal] = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")]

  private let signal: Signal

  var exitStatus: ExitStatus { .signal(signal.number) }

  var description: String { "ended by \(signal.name), and so are the ranks" }

  /// Runs `body`, and cancels it when a signal asks the process to end.
  ///
  /// - Throws: an ``Interruption`` if a signal came, else what `body` throws.
  static func checked<Success: Sendable>(
    _ body: @escaping @Sendable () async throws -> Success
  ) async throws -> Success {
    let task = Task { try await body() }
    let received = ReceivedSignal()
    let caught = signals.indices.filter { !ignore(signals[$0].number) }
    let sources = caught.map { index in
      let source = DispatchSource.makeSignalSource(signal: signals[index].number)
      source.setEventHandler {
        received.index.withLock { $0 = $0 ?? index }
        task.cancel()
      }
      source.activate()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for index in caught { _ = Foundation.signal(signals[index].number, SIG_DFL) }
    }
    let result = await task.result
    if let index = received.index.withLock(\.self) { throw Interruption(signal: signals[index]) }
    return try result.get()
  }

  /// Keeps the system from ending this process, and so leaving its children to themselves, when the signal comes.
  ///
  /// - Returns: whether it was ignored before, as under nohup, and is to stay so.
  private static func ignore(_ signal: Int32) -> Bool {
    let before = Foundation.signal(signal, SIG_IGN)
    return unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

/// The first signal that came.
private final class ReceivedSignal: Sendable {
  /// Its place in the list; nil as long as there is none.
  let index = Mutex<Int?>(nil)
}
