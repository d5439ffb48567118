import Encodings

/// The first bytes of a file, which tell its format.
enum PictureSignature {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Formats that are given for PNG by mistake, each with its first bytes and where they are.
  private static let others: [(name: String, offset: Int, bytes: [UInt8])] = [
    ("JPEG", 0, [0xFF, 0xD8, 0xFF]), ("GIF", 0, Array("GIF8".utf8)), ("BMP", 0, Array("BM".utf8)),
    ("TIFF", 0, [0x49, 0x49, 0x2A, 0]), ("TIFF", 0, [0x4D, 0x4D, 0, 0x2A]), ("WebP", 8, Array("WEBP".utf8)),
    ("HEIC", 4, Array("ftyp".utf8)), ("PDF", 0, Array("%PDF".utf8)), ("SVG", 0, Array("<svg".utf8)),
  ]

  /// Why `file` is no PNG file, and what to do; nil if it begins as one.
  static func problem(of file: [UInt8]) -> String? {
    if file.starts(with: png) { return nil }
    if file.isEmpty { return "is empty, expected a PNG file. Export the picture as PNG" }
    if let other = others.first(where: { file.dropFirst($0.offset).starts(with: $0.bytes) }) {
      return "is a \(other.name) file, expected PNG. Convert it, for example: convert picture.jpg picture.png"
    }
    let found = Hexadecimal.text(file.prefix(png.count), separator: " ")
    let expected = Hexadecimal.text(png, separator: " ")
    return "is no PNG file: begins with \(found), expected \(expected). Export the picture as PNG"
  }
}
