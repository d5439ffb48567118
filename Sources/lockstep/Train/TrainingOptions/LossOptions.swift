import ArgumentParser
import Training

/// The options of `train` about the loss.
struct LossOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The loss, by Keras' name; both give the same numbers, since labels are class numbers.", valueName: "name"))
  var loss: Loss?

  @Option(
    help: ArgumentHelp(
      "Share of each label that is spread over all classes, in the loss of training and evaluation. Default: the recipe's, or 0.",
      valueName: "share"))
  var labelSmoothing: Double?

  func validate() throws {
    try require(labelSmoothing, "--label-smoothing", "0 to less than 1") { (0..<1).contains($0) }
  }

  /// The loss and its smoothing: options first, then the recipe's.
  ///
  /// - Throws: a usage error for smoothing a loss that in Keras has none.
  func settings(_ recipe: Recipe) throws -> (loss: Loss, labelSmoothing: Double) {
    let smoothing = labelSmoothing ?? recipe.labelSmoothing
    guard smoothing > 0 else { return (loss ?? recipe.loss, smoothing) }
    if let loss, loss != .categoricalCrossentropy {
      throw ValidationError(
        "--label-smoothing \(smoothing): \(loss.rawValue) has none; use --loss categorical_crossentropy")
    }
    return (.categoricalCrossentropy, smoothing)
  }
}

extension Loss: ExpressibleByArgument {}
