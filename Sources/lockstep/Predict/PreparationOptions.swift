import ArgumentParser
import Pictures

/// How own pictures become what the network takes.
struct PreparationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is taken from a coloured pixel. Default: luminance.", discussion: "One of the lab manuals takes green.",
      valueName: "luminance|red|green|blue"))
  var channel: PicturePreparation.Channel?

  @Option(
    help: ArgumentHelp(
      "How a picture is resized: by picking pixels, as Keras does, or by averaging. Default: nearest.",
      valueName: "nearest|area"))
  var resize: PicturePreparation.Resize?

  @Option(
    help: ArgumentHelp(
      "Exchange black and white: garments of Fashion-MNIST are light on black, photographs often dark on white.",
      discussion: "auto: exchange where the border of the picture is light. Default: auto.", valueName: "auto|yes|no"))
  var invert: PicturePreparation.Inversion?

  @Option(
    help: ArgumentHelp(
      "Background of transparent pixels.",
      discussion: """
        auto: white or black, whichever differs more from the rest; ignore: transparency is ignored, as in Keras. \
        Default: auto.
        """,
      valueName: "auto|white|black|ignore"))
  var background: PicturePreparation.Background?

  var preparation: PicturePreparation {
    PicturePreparation(
      channel: channel ?? .luminance, resize: resize ?? .nearest, inversion: invert ?? .auto,
      background: background ?? .auto)
  }

  /// The options, and which of them are given.
  var given: [(option: String, isGiven: Bool)] {
    [
      ("--channel", channel != nil), ("--resize", resize != nil), ("--invert", invert != nil),
      ("--background", background != nil),
    ]
  }
}

extension PicturePreparation.Channel: ExpressibleByArgument {}
extension PicturePreparation.Resize: ExpressibleByArgument {}
extension PicturePreparation.Inversion: ExpressibleByArgument {}
extension PicturePreparation.Background: ExpressibleByArgument {}
