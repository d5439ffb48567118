/// Where a run stands between two steps.
package struct RunPosition: Codable, Equatable, Sendable {
  /// Steps taken since the beginning.
  package let step: Int
  /// Epochs completed: trained, validated and judged.
  package let epoch: Int
  /// Steps taken of the epoch that follows; all of them where it is yet to be validated.
  package let stepInEpoch: Int

  package init(step: Int = 0, epoch: Int = 0, stepInEpoch: Int = 0) {
    self.step = step
    self.epoch = epoch
    self.stepInEpoch = stepInEpoch
  }

  /// Whether a run with so many steps an epoch comes to it.
  func fits(stepsPerEpoch: Int) -> Bool {
    let (before, overflows) = epoch.multipliedReportingOverflow(by: stepsPerEpoch)
    return (0...stepsPerEpoch).contains(stepInEpoch) && !overflows
      && before.addingReportingOverflow(stepInEpoch) == (step, false)
  }

  private enum CodingKeys: String, CodingKey {
    case step, epoch
    case stepInEpoch = "step_in_epoch"
  }
}
