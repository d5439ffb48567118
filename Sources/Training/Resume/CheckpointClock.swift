/// Tells whether a checkpoint is due by its schedule.
package struct CheckpointClock: Sendable {
  private let schedule: CheckpointSchedule
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var lastStep: Int

  /// - Parameter step: that of the checkpoint that the run goes on from.
  package init(_ schedule: CheckpointSchedule, step: Int = 0) {
    self.schedule = schedule
    (last, lastStep) = (clock.now, step)
  }

  /// Whether a checkpoint is due between two steps; never twice after the same one.
  package func isDue(at position: RunPosition) -> Bool {
    guard isNew(position) else { return false }
    if let epochs = schedule.epochs, position.stepInEpoch == 0, position.epoch.isMultiple(of: epochs) { return true }
    if let steps = schedule.steps, position.step.isMultiple(of: steps) { return true }
    return schedule.seconds.map { clock.now - last >= .seconds($0) } ?? false
  }

  /// Whether a step has been taken since the last checkpoint.
  package func isNew(_ position: RunPosition) -> Bool { position.step > lastStep }

  /// Begins anew after a checkpoint.
  package mutating func saved(at position: RunPosition) { (last, lastStep) = (clock.now, position.step) }
}
