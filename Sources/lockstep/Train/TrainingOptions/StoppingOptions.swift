import ArgumentParser
import Training

/// The options of `train` about which epoch is the best, and what follows; those of Keras' EarlyStopping.
struct StoppingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Figure that tells the best epoch, whose weights are kept in checkpoints/best.safetensors.",
      discussion: "Default: the recipe's, or val_loss; loss where there is no validation.",
      valueName: "val_loss|val_accuracy|loss|accuracy"))
  var monitor: Monitor?

  @Option(help: ArgumentHelp("Smallest improvement that counts as a better epoch. Default: 0.", valueName: "value"))
  var minDelta: Double?

  @Option(
    help: ArgumentHelp(
      "End the run after this many epochs without a better one. Default: never.", valueName: "epochs"))
  var earlyStoppingPatience: Int?

  @Flag(inversion: .prefixedNo, help: "End with the weights of the best epoch, not of the last. Default: no.")
  var restoreBestWeights: Bool?

  func validate() throws {
    try require(minDelta, "--min-delta", "at least 0") { $0 >= 0 && $0.isFinite }
    try require(earlyStoppingPatience, "--early-stopping-patience", "at least 0") { $0 >= 0 }
  }

  /// The settings: options first, then the recipe's.
  ///
  /// - Parameter validates: whether there is validation.
  /// - Throws: a usage error for monitoring what is not there.
  func settings(_ recipe: Recipe, validates: Bool) throws -> EarlyStopping {
    let usual = validates ? Monitor.validationLoss : .loss
    let known = recipe.monitor.map { $0.isOfValidation && !validates ? usual : $0 }
    let monitor = monitor ?? known ?? usual
    try refuse(
      "--monitor \(monitor.rawValue)", if: monitor.isOfValidation && !validates,
      "there is no validation; give --validation-split or --validation-data test")
    return EarlyStopping(
      monitor: monitor, minDelta: minDelta ?? recipe.minDelta, patience: earlyStoppingPatience ?? recipe.patience,
      restoreBestWeights: restoreBestWeights ?? recipe.restoreBestWeights)
  }
}

extension Monitor: ExpressibleByArgument {}
