/// Why training cannot go on.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
  case lossIsNotANumber(epoch: Int, step: Int)

  package var description: String {
    switch self {
    case .lossIsNotANumber(let epoch, let step):
      "the loss of epoch \(epoch) (up to step \(step)) is not a finite number: training has diverged. "
        + "Try a smaller --learning-rate; the run directory has the checkpoints of the epochs before."
    }
  }
}
