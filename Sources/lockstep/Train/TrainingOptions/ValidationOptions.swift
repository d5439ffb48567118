import ArgumentParser
import Training

/// The options of `train` about which images measure the model, and who scores them.
struct ValidationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Validate with the last part of the training images, a share from 0 to less than 1.",
      discussion: "Taken before shuffling, as Keras does. Default: the preset's recipe, or 0.", valueName: "share"))
  var validationSplit: Double?

  @Option(
    help: ArgumentHelp(
      "Validate with the test set, or not at all.", discussion: "Default: the preset's recipe, or none.",
      valueName: "test|none"))
  var validationData: ValidationData?

  @Option(
    help: ArgumentHelp(
      "Validate with the training images listed in a file, and do not train on them.",
      discussion: "A text file of their numbers, which start at 0, one per line or separated by commas.",
      valueName: "file"),
    completion: .file())
  var validationIndices: String?

  @Option(
    help: ArgumentHelp(
      "Which views of each validation and test image are averaged. Default: the recipe's, or none.",
      discussion: TestAugmentation.help, valueName: "none|flip|flip-shift"))
  var testAugmentation: TestAugmentation?

  @Option(
    help: ArgumentHelp(
      "Which ranks score the validation and test images; the numbers are the same either way.", valueName: "all|rank0"))
  var evaluation: EvaluationMode = .all

  /// Whether a validation is asked for, or none.
  var isChosen: Bool { validationSplit != nil || validationData != nil || validationIndices != nil }

  func validate() throws {
    try require(validationSplit, "--validation-split", "0 to less than 1") { (0..<1).contains($0) }
    if let split = validationSplit, split > 0, validationData == .test {
      throw ValidationError(
        "--validation-split \(split) and --validation-data test exclude each other; give one of them")
    }
    if validationIndices != nil, validationSplit ?? 0 > 0 || validationData == .test {
      throw ValidationError(
        "--validation-indices and \(validationData == .test ? "--validation-data test" : "--validation-split") exclude "
          + "each other; give one of them")
    }
  }
}

extension ValidationData: ExpressibleByArgument {}
extension EvaluationMode: ExpressibleByArgument {}
