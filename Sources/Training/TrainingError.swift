/// Why training, or what is computed with its result, cannot go on.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
  case lossIsNotANumber(epoch: Int, step: Int)
  /// The name is that of a weight, or of what the optimiser keeps of one.
  case weightsAreNotFinite(tensor: String, epoch: Int, step: Int)
  /// Where the first number that is not finite came from.
  case notFinite(NotFiniteOrigin)
  /// Copies of the weights, or of what the optimiser keeps.
  case copiesDiffer(CopyDifference)
  case leafDiffers(LeafDifference)
  /// A trained model's output for an image, by its number.
  case outputIsNotFinite(image: Int)
  /// A trained model's loss.
  case scoreIsNotFinite

  package var description: String {
    switch self {
    case .lossIsNotANumber(let epoch, let step):
      "the loss of epoch \(epoch) (up to step \(step)) is not a finite number: \(Self.divergence)"
    case .weightsAreNotFinite(let tensor, let epoch, let step):
      "after epoch \(epoch) (step \(step)) tensor \(tensor) holds NaN or infinity: \(Self.divergence)"
    case .notFinite(let origin): "\(origin)"
    case .copiesDiffer(let difference): "\(difference)"
    case .leafDiffers(let difference): "\(difference)"
    case .outputIsNotFinite(let image):
      "the model's output for image \(image) is not a finite number: its weights are too large. Use an earlier "
        + "checkpoint, or train again with a smaller --learning-rate."
    case .scoreIsNotFinite:
      "the model's loss is not a finite number: its weights are too large. Use an earlier checkpoint, or train again "
        + "with a smaller --learning-rate."
    }
  }

  /// What is wrong, without where.
  var subject: String {
    switch self {
    case .weightsAreNotFinite(let tensor, _, _): "an element of \(tensor)"
    default: "the loss"
    }
  }

  private static let divergence =
    "training has diverged. Try a smaller --learning-rate; the run directory has the checkpoints of the epochs before."
}
