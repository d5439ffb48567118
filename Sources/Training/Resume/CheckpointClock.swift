/// Tells whether a checkpoint is due by its schedule.
package struct CheckpointClock: Sendable {
  private let schedule: CheckpointSchedule
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  /// Nil before the first checkpoint.
  private var lastPosition: RunPosition?

  /// - Parameter position: that of the checkpoint that the run goes on from; nil for a new run.
  package init(_ schedule: CheckpointSchedule, from position: RunPosition? = nil) {
    self.schedule = schedule
    (last, lastPosition) = (clock.now, position)
  }

  /// Whether a checkpoint is due between two steps; never twice after the same one.
  package func isDue(at position: RunPosition) -> Bool {
    guard position.step > 0, isNew(position) else { return false }
    return isRequired(at: position) || schedule.seconds.map { clock.now - last >= .seconds($0) } ?? false
  }

  /// Whether the schedule asks for a checkpoint at this very step or epoch.
  package func isRequired(at position: RunPosition) -> Bool {
    if let epochs = schedule.epochs, position.stepInEpoch == 0, position.epoch.isMultiple(of: epochs) { return true }
    return schedule.steps.map { position.step.isMultiple(of: $0) } ?? false
  }

  /// Whether the run has gone on since the last checkpoint: with a step, or with the validation that ends an epoch.
  package func isNew(_ position: RunPosition) -> Bool { position != lastPosition }

  /// Begins anew after a checkpoint.
  package mutating func saved(at position: RunPosition) { (last, lastPosition) = (clock.now, position) }
}
