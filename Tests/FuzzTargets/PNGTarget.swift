import ExitCodes
import Pictures

/// PNG files. The first byte says whether the input is one, or chunks to make one of.
struct PNGTarget: FuzzTarget {
  private enum Content: UInt8 {
    case file, chunks
  }

  static let name = "png"
  static let longest = 1024
  static let words = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "zTXt", "iCCP", "\u{78}\u{1}"]

  func read(_ input: [UInt8]) throws -> Outcome {
    guard let content = input.first.flatMap({ Content(rawValue: $0) }) else { return .refused("no input") }
    let rest = input.dropFirst()
    var picture: PNGPicture?
    let outcome = try Outcome.of {
      picture = try PNGPicture(content == .file ? Array(rest) : PNGFileText.file(rest), name: "input")
    }
    guard let picture else { return outcome }
    let (width, height) = (picture.header.width, picture.header.height)
    for resize in PicturePreparation.Resize.allCases {
      for channel in PicturePreparation.Channel.allCases {
        let preparation = PicturePreparation(channel: channel, resize: resize)
        _ = preparation.prepare(picture, rows: 28, columns: 28)
        guard width * height <= 1024, channel == .luminance else { continue }
        try requireSameWhenWritten(preparation.prepare(picture, rows: height, columns: width).picture)
        try requireSameWhenWritten(preparation.prepare(picture, rows: 3, columns: 5).picture)
      }
    }
    return outcome
  }

  /// A grey picture, written and read, has the same shades, and has them too when it is brought to its own size.
  private func requireSameWhenWritten(_ picture: GrayPicture) throws {
    let copy = try PNGPicture(picture.png, name: "written")
    for resize in PicturePreparation.Resize.allCases {
      let plain = PicturePreparation(resize: resize, inversion: .no, background: .ignore)
      let again = plain.prepare(copy, rows: picture.rows, columns: picture.columns).picture
      try require(again == picture, "\(picture), written and read, is \(again)")
    }
  }

  private static func input(_ chunks: [[UInt8]]) -> [UInt8] { [Content.chunks.rawValue] + chunks.joined() }

  private static func header(
    _ width: UInt32, _ height: UInt32, _ depth: UInt8, _ color: UInt8, interlaced: Bool = false
  )
    -> [UInt8]
  {
    PNGFileText.part(0, width.bigEndianBytes + height.bigEndianBytes + [depth, color, 0, 0, interlaced ? 1 : 0])
  }

  private static func pixels(_ bytes: [UInt8]) -> [UInt8] { PNGFileText.part(PNGFileText.pixels, bytes) }

  static var inputs: [FuzzInput] {
    let end = PNGFileText.part(5)
    let (palette, transparency) = (PNGFileText.part(1, [255, 0, 0, 0, 0, 255]), PNGFileText.part(2, [9]))
    let gray = [header(2, 2, 8, 0), pixels([0, 10, 200, 2, 3, 4]), end]
    return [
      FuzzInput("gray", input(gray)),
      FuzzInput("gray-file", [Content.file.rawValue] + PNGFileText.file(gray.joined())),
      FuzzInput("gray-without-end", input(gray.dropLast())),
      FuzzInput("gray-of-one-bit", input([header(9, 1, 1, 0), pixels([0, 0xAA, 0x80]), end])),
      FuzzInput("palette", input([header(3, 1, 2, 3), palette, transparency, pixels([0, 0x10]), end])),
      FuzzInput("gray-and-alpha", input([header(1, 2, 16, 4), pixels([0, 1, 2, 3, 4, 1, 5, 6, 7, 8]), end])),
      FuzzInput(
        "colours-interlaced",
        input([header(2, 2, 8, 6, interlaced: true), pixels([0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 0] + (9...16)), end])),
      FuzzInput(
        "colours", input([header(1, 1, 8, 2), PNGFileText.part(8, Array("k\0\0x".utf8)), pixels([0, 1, 2, 3]), end])),
      FuzzInput("too-few-pixels", input([header(9, 9, 8, 0), pixels([0, 1, 2]), end]), refusal: "cannot be decoded"),
      FuzzInput("too-large", input([header(0x7FFF_FFFF, 1, 8, 0), end]), refusal: "too large"),
      FuzzInput("no-colour-type", input([header(1, 1, 8, 5), end]), refusal: "IHDR"),
    ]
  }
}
