import Collectives
import Dispatch
import Foundation
import RunPhases
import Synchronization

/// What signals have asked of a job, and the process that they are passed on to.
final class JobOrders: Sendable {
  /// The signals that a launcher takes.
  static let signals: [NamedSignal] = NamedSignal.stopping + [.userDefined2]

  private struct State {
    /// The process that runs the job; nil between two starts.
    var process: pid_t?
    /// What it is, if it is mpirun.
    var manager: ProcessManager?
    /// The first signal that asked for the end.
    var stop: NamedSignal?
    /// That of someone who asked again, and did not want to wait.
    var force: NamedSignal?
  }

  private let state = Mutex(State())
  /// mpirun forgets signals that come before its ranks are there, so the request is repeated so often, in seconds.
  private static let repetition = 1.0
  /// Where ranks are there, and have not said that they leave: later a signal would end mpirun.
  private let recorder: FlightRecorder?

  init(_ recorder: FlightRecorder?) { self.recorder = recorder }

  /// Whether the job was asked to end.
  var isStopped: Bool { state.withLock { $0.stop != nil } }
  /// The signal with which the job was ended at once; nil where it was not.
  var force: NamedSignal? { state.withLock(\.force) }

  /// Takes a signal, and passes it on.
  ///
  /// All that ask for the end become SIGUSR1, which mpirun hands to the ranks in milliseconds; others it keeps to itself for
  /// seconds. Who repeats one, but SIGUSR1, ends the job at once.
  func receive(_ signal: NamedSignal) {
    let isFirst = state.withLock { state in
      guard signal != .userDefined2 else {
        guard state.manager?.passesUserSignal2 ?? true else {
          StandardError.line(
            "SIGUSR2: MPICH's mpirun does not pass it on, so no checkpoint was saved; send it to a rank")
          return false
        }
        Self.send(SIGUSR2, to: state.process)
        return false
      }
      if state.stop != nil, signal != .userDefined1 {
        state.force = signal
        Self.send(SIGKILL, to: state.process)
        return false
      }
      defer { state.stop = state.stop ?? signal }
      Self.send(SIGUSR1, to: state.process)
      return state.stop == nil
    }
    if isFirst { repeatRequest() }
  }

  /// Asks again and again, until the job has ended: SIGUSR1 may come twice.
  private func repeatRequest() {
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.repetition) { [self] in
      let goesOn = state.withLock { state in
        if state.force == nil, recorder?.hasRanks ?? false { Self.send(SIGUSR1, to: state.process) }
        return state.process != nil
      }
      if goesOn { repeatRequest() }
    }
  }

  /// Names the process that runs the job from now on; one that was asked to end before it was there hears of it now.
  func started(_ process: pid_t, _ manager: ProcessManager?) {
    let isStopped = state.withLock { state in
      (state.process, state.manager) = (process, manager)
      if state.force != nil {
        Self.send(SIGKILL, to: process)
      } else if state.stop != nil {
        Self.send(SIGUSR1, to: process)
      }
      return state.stop != nil
    }
    if isStopped { repeatRequest() }
  }

  func ended() { state.withLock { $0.process = nil } }

  private static func send(_ signal: Int32, to process: pid_t?) {
    if let process { kill(process, signal) }
  }
}
