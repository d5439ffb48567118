import Collectives
import Faults
package import RunPhases

extension Heartbeat? {
  /// Says that a phase begins: to those who watch this rank, where there are some, and to whoever asks where it was when it
  /// is gone. Here a fault may strike.
  ///
  /// - Parameter step: the step that is taken, since the beginning of the run; between two steps and behind them the last one.
  package func enter(_ phase: RunPhase, step: Int? = nil) {
    self?.beat(phase, step: step)
    Whereabouts.enter(phase, step: step)
  }
}
