package import RunPhases

extension Whereabouts {
  /// To be called by a rank's main thread where a phase begins. Here a fault may strike that ends, stops or delays the process.
  ///
  /// - Parameter step: the step that is taken, since the beginning of the run; between two steps and behind them the last one.
  package static func enter(_ phase: RunPhase, step: Int? = nil) {
    let step = step ?? place.step
    note(RunPlace(phase, step: step))
    #if DEBUG || Faults
      ArmedFaults.reach(phase, step: step)
    #endif
  }
}
