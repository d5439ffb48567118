import ArgumentParser
import Training

/// The options of `train` about how training images are changed at random.
struct AugmentationOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Augment training images as the recipe does; the options below add to it, or change it.")
  var augment = true

  @Option(
    help: ArgumentHelp(
      "Which images are mirrored left to right. Default: the recipe's, or none.",
      discussion:
        "random: one half, drawn anew in every epoch; alternating: one half in one epoch, the other half in the next.",
      valueName: "none|random|alternating"))
  var flip: Flip?

  @Option(
    help: ArgumentHelp(
      "Largest shift of an image, in pixels, up, down and sideways; pixels that come in are zero.",
      discussion: "Default: the recipe's, or 0.", valueName: "pixels"))
  var shift: Int?

  @Option(
    help: ArgumentHelp(
      "Share of images in which a rectangle is erased. Default: the recipe's, or 0.", valueName: "share"))
  var eraseProbability: Double?

  @Option(
    help: ArgumentHelp(
      "Smallest and largest share of an image that is erased. Default: 0.02,0.4.", valueName: "min,max"))
  var eraseArea: NumberRange?

  @Option(
    help: ArgumentHelp(
      "Smallest and largest ratio of the rectangle's height to its width. Default: 0.3,3.33.", valueName: "min,max"))
  var eraseAspect: NumberRange?

  @Option(help: ArgumentHelp("What erased pixels become. Default: random.", valueName: "zero|random"))
  var eraseFill: ErasingSettings.Fill?

  func validate() throws {
    try require(shift, "--shift", "0 to 1000") { (0...1000).contains($0) }
    try require(eraseProbability, "--erase-probability", "0 to 1") { (0...1).contains($0) }
    try require(eraseArea, "--erase-area", "two numbers from more than 0 to 1, the less one first") {
      $0.isPositive && $0.upper <= 1
    }
    try require(eraseAspect, "--erase-aspect", "two numbers of more than 0, the less one first") { $0.isPositive }
  }

  /// The settings: options first, then the recipe's.
  ///
  /// - Throws: a usage error for options of erasing where nothing is erased.
  func settings(_ recipe: AugmentationSettings) throws -> AugmentationSettings {
    let recipe = augment ? recipe : AugmentationSettings()
    var erasing = recipe.erasing ?? ErasingSettings(probability: 0)
    erasing.probability = eraseProbability ?? erasing.probability
    erasing.area = eraseArea?.bounds ?? erasing.area
    erasing.aspect = eraseAspect?.bounds ?? erasing.aspect
    erasing.fill = eraseFill ?? erasing.fill
    for (option, isGiven) in [
      ("--erase-area", eraseArea != nil), ("--erase-aspect", eraseAspect != nil), ("--erase-fill", eraseFill != nil),
    ] {
      try refuse(option, if: isGiven && erasing.probability == 0, "needs --erase-probability")
    }
    return AugmentationSettings(
      flip: flip ?? recipe.flip, shift: shift ?? recipe.shift, erasing: erasing.probability > 0 ? erasing : nil)
  }
}

extension Flip: ExpressibleByArgument {}
extension ErasingSettings.Fill: ExpressibleByArgument {}
