import ArgumentParser
import Pictures

/// How own pictures become what the network takes.
struct PreparationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What of a pixel counts.", discussion: "green is what one of the lab manuals takes.",
      valueName: "luminance|red|green|blue"))
  var channel: PicturePreparation.Channel = .luminance

  @Option(
    help: ArgumentHelp(
      "How the size is changed: by picking pixels, as Keras does, or by averaging.", valueName: "nearest|area"))
  var resize: PicturePreparation.Resize = .nearest

  @Option(
    help: ArgumentHelp(
      "Exchange black and white: garments of Fashion-MNIST are light on black, photographs often dark on white.",
      discussion: "auto: where the border of the picture is light.", valueName: "auto|yes|no"))
  var invert: PicturePreparation.Inversion = .auto

  @Option(
    help: ArgumentHelp(
      "What is seen through transparent pixels.",
      discussion: """
        auto: white or black, whichever differs more from the rest; ignore: opacity does not count, as in Keras.
        """,
      valueName: "auto|white|black|ignore"))
  var background: PicturePreparation.Background = .auto

  var preparation: PicturePreparation {
    PicturePreparation(channel: channel, resize: resize, inversion: invert, background: background)
  }
}

extension PicturePreparation.Channel: ExpressibleByArgument {}
extension PicturePreparation.Resize: ExpressibleByArgument {}
extension PicturePreparation.Inversion: ExpressibleByArgument {}
extension PicturePreparation.Background: ExpressibleByArgument {}
