import CPNG

/// What a PNG file says of itself before its pixels.
package struct PNGHeader: Equatable, Sendable {
  /// Pixels of a row.
  package let width: Int
  /// The number of rows.
  package let height: Int
  /// Bits of a sample in the file.
  package let bitDepth: Int
  /// What a pixel consists of, in words.
  package let colorType: String
  /// Whether the rows come in passes (Adam7).
  package let isInterlaced: Bool
  /// Bits of a pixel in the file, before compression.
  private let pixelBits: Int

  init(_ header: CPNG_Header) {
    width = Int(header.width)
    height = Int(header.height)
    bitDepth = Int(header.bit_depth)
    isInterlaced = header.is_interlaced
    let (name, samples) =
      switch Int32(header.color_type) {
      case PNG_COLOR_TYPE_GRAY: ("gray", 1)
      case PNG_COLOR_TYPE_GRAY_ALPHA: ("gray with alpha", 2)
      case PNG_COLOR_TYPE_PALETTE: ("palette", 1)
      case PNG_COLOR_TYPE_RGB: ("RGB", 3)
      default: ("RGB with alpha", 4)
      }
    colorType = name
    pixelBits = samples * bitDepth
  }

  /// The header in words, as in "640 x 480, 8-bit RGB".
  package var summary: String {
    "\(width) x \(height), \(bitDepth)-bit \(colorType)\(isInterlaced ? ", interlaced" : "")"
  }

  /// Whether a file of so many bytes can hold all pixels: a byte of zlib's can stand for 1032 at most.
  func fits(in fileBytes: Int) -> Bool { (width * pixelBits + 7) / 8 * height <= 1032 * fileBytes }
}
