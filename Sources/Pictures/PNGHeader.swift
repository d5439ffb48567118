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

  init(_ header: CPNG_Header) {
    width = Int(header.width)
    height = Int(header.height)
    bitDepth = Int(header.bit_depth)
    isInterlaced = header.is_interlaced
    colorType =
      switch Int32(header.color_type) {
      case PNG_COLOR_TYPE_GRAY: "gray"
      case PNG_COLOR_TYPE_GRAY_ALPHA: "gray with alpha"
      case PNG_COLOR_TYPE_PALETTE: "palette"
      case PNG_COLOR_TYPE_RGB: "RGB"
      default: "RGB with alpha"
      }
  }

  /// The header in words, as in "640 x 480, 8-bit RGB".
  package var summary: String {
    "\(width) x \(height), \(bitDepth)-bit \(colorType)\(isInterlaced ? ", interlaced" : "")"
  }
}
