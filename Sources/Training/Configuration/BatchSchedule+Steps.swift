import Collectives
package import FashionMNIST

extension BatchSchedule {
  /// Throws `.badConfiguration` where so many epochs have more steps than can be counted: every step is a round of the
  /// queues from which workers take each other's passes.
  package func requireCountableSteps(epochs: Int) throws(DataError) {
    let (steps, isTooLarge) = stepsPerEpoch.multipliedReportingOverflow(by: epochs)
    guard isTooLarge || steps > WorkQueue.lastRound else { return }
    throw DataError(
      .badConfiguration,
      "--epochs \(epochs) of \(stepsPerEpoch) steps each are more than the \(WorkQueue.lastRound) steps that a run may "
        + "have; use at most --epochs \(WorkQueue.lastRound / stepsPerEpoch), or a larger --batch-size")
  }
}
