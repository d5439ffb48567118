import Dispatch
import Foundation
import RunPhases
import Synchronization

/// Ends an mpirun that stays though all its ranks on this host have ended.
///
/// It tells a daemon on another host to end too, and waits for its answer: where the network is gone, for a quarter of an hour.
final class LauncherWatch: Sendable {
  /// How long mpirun may take to end the ranks of other hosts; with Open MPI's own times that is up to four seconds.
  private static let patience = Duration.seconds(15)
  private static let interval = 1.0

  private struct State {
    /// The number of mpirun; nil when it has ended.
    var process: pid_t?
    /// Since when no rank is there.
    var deserted: ContinuousClock.Instant?
    var hasEndedIt = false
    /// Which start it is: looks at an earlier one find nothing to do.
    var start = 0
  }

  private let recorder: FlightRecorder
  private let say: @Sendable (String) -> Void
  private let state = Mutex(State())
  private let clock = ContinuousClock()

  /// - Parameters:
  ///   - recorder: where the ranks of this host are; without one, nobody watches.
  ///   - say: is told what is done, and why.
  init?(_ recorder: FlightRecorder?, say: @escaping @Sendable (String) -> Void) {
    guard let recorder else { return nil }
    (self.recorder, self.say) = (recorder, say)
  }

  func started(_ process: pid_t) {
    let start = state.withLock { state in
      state = State(process: process, start: state.start + 1)
      return state.start
    }
    look(start)
  }

  /// - Returns: whether it did not end by itself.
  func ended() -> Bool {
    state.withLock { state in
      state.process = nil
      return state.hasEndedIt
    }
  }

  private func look(_ start: Int) {
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.interval) { [self] in
      let isDeserted = recorder.isDeserted
      let hasEndedIt = state.withLock { state -> Bool? in
        guard let process = state.process, state.start == start, !state.hasEndedIt else { return nil }
        state.deserted = isDeserted ? state.deserted ?? clock.now : nil
        guard let since = state.deserted, clock.now - since >= Self.patience else { return false }
        kill(process, SIGKILL)
        state.hasEndedIt = true
        return true
      }
      if hasEndedIt == true {
        say("mpirun stays though its ranks on this host have ended, as it does where a host cannot be reached: killed")
      } else if hasEndedIt == false {
        look(start)
      }
    }
  }
}
