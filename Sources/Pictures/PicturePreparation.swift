/// How a picture from anywhere becomes what a network has learned from: small, grey, and light on black.
package struct PicturePreparation: Equatable, Sendable {
  /// What of a pixel is its shade.
  package enum Channel: String, CaseIterable, Sendable {
    case luminance, red, green, blue
  }

  /// How the size is changed. The whole picture is used, whatever its proportions, as Keras does.
  package enum Resize: String, CaseIterable, Sendable {
    /// One pixel stands for all around it: Keras' default.
    case nearest
    /// The mean of all pixels that a new one covers.
    case area
  }

  /// Whether black and white are exchanged.
  package enum Inversion: String, CaseIterable, Sendable {
    /// If the border is light: garments of Fashion-MNIST are light on black.
    case auto
    case yes, no
  }

  /// What is seen through transparent pixels.
  package enum Background: String, CaseIterable, Sendable {
    /// White or black, whichever differs more from what is not transparent.
    case auto
    case white, black
    /// Opacity does not count, as in Keras.
    case ignore
  }

  package var channel: Channel
  package var resize: Resize
  package var inversion: Inversion
  package var background: Background

  package init(
    channel: Channel = .luminance, resize: Resize = .nearest, inversion: Inversion = .auto,
    background: Background = .auto
  ) {
    self.channel = channel
    self.resize = resize
    self.inversion = inversion
    self.background = background
  }

  /// Makes a picture of `rows` × `columns` pixels.
  package func prepare(_ picture: PNGPicture, rows: Int, columns: Int) -> PreparedPicture {
    let backdrop = backdrop(of: picture)
    let shades = ShadeSource(picture, channel: channel, backdrop: backdrop)
    let small =
      switch resize {
      case .nearest: shades.nearest(rows: rows, columns: columns)
      case .area: shades.area(rows: rows, columns: columns)
      }
    let borderMean = small.borderMean
    let isInverted =
      switch inversion {
      case .auto: borderMean > PreparedPicture.lightBorder
      case .yes: true
      case .no: false
      }
    return PreparedPicture(
      picture: isInverted ? small.inverted : small, isInverted: isInverted, borderMean: borderMean, backdrop: backdrop)
  }

  /// The shade behind transparent pixels; nil if there are none, or if they do not count.
  private func backdrop(of picture: PNGPicture) -> UInt8? {
    guard background != .ignore, picture.hasTransparency else { return nil }
    switch background {
    case .white: return 255
    case .black: return 0
    case .auto, .ignore: return picture.meanOpaqueLuminance > 127 ? 0 : 255
    }
  }
}

/// A picture as the network sees it, and what was done to it.
package struct PreparedPicture: Equatable, Sendable {
  /// The mean of the border above which a picture counts as dark on light.
  ///
  /// Measured: of the 70,000 images of Fashion-MNIST none has such a border, so each of their negatives has.
  package static let lightBorder = 127.5

  /// What the network sees.
  package let picture: GrayPicture
  /// Whether black and white were exchanged.
  package let isInverted: Bool
  /// The mean of the border before that.
  package let borderMean: Double
  /// The shade that was put behind transparent pixels, if there are any.
  package let backdrop: UInt8?
}
