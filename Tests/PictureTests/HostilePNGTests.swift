import Foundation
import Pictures
import Support
import SystemPackage
import Testing

/// Files that are no PNG files, or broken ones: an error that says so, and no memory for what they promise.
@Suite("Hostile PNG files")
struct HostilePNGTests {
  private static let kind = PNGKind(color: .rgbAlpha, depth: 8, isInterlaced: true)
  private static let good = kind.file(width: 19, height: 23)

  @Test("cut off anywhere are refused")
  func truncated() {
    // From the end of the signature to the end of the pixels: what follows is the chunk IEND of 12 bytes.
    for count in 8...Self.good.count - 13 { expectBadData(Array(Self.good.prefix(count)), "cannot be decoded as PNG") }
    expectBadData([], "is empty")
    for count in 1...7 { expectBadData(Array(Self.good.prefix(count)), "is no PNG file: begins with") }
  }

  @Test("without their end are read, and the remark says so")
  func noEnd() throws {
    let whole = try PNGPicture(Self.good, name: "a\u{1B}.png")
    #expect(whole.remark == nil)
    for count in Self.good.count - 12..<Self.good.count {
      let picture = try PNGPicture(Array(Self.good.prefix(count)), name: "a\u{1B}.png")
      #expect(picture.remark == "a\\u{1B}.png: ends without its last chunk, IEND; all of its pixels are there.")
      #expect(picture.header == whole.header)
      #expect(prepared(picture) == prepared(whole))
    }
  }

  /// Text that libpng would unpack to 500 MB is passed over; in a chunk that is no text it would be refused.
  @Test("with chunks of text that would fill the memory are read")
  func compressedText() throws {
    let text = Self.chunk("zTXt", Array("k\0\0".utf8) + [UInt8](repeating: 0x78, count: 8_000))
    let bytes = Self.good[..<33] + repeatElement(text, count: 200).joined() + Self.good[33...]
    #expect(try prepared(PNGPicture(Array(bytes), name: "a")) == prepared(PNGPicture(Self.good, name: "a")))
  }

  private func prepared(_ picture: PNGPicture) -> GrayPicture {
    PicturePreparation(channel: .luminance, resize: .nearest, inversion: .no, background: .auto)
      .prepare(picture, rows: 23, columns: 19).picture
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body[...]))
  }

  @Test("with a wrong checksum are refused, and the message says which chunk")
  func checksum() {
    var header = Self.good
    header[8 + 8 + 13] ^= 1
    expectBadData(header, "IHDR: CRC error")
    var pixels = Self.good
    pixels[Self.good.count - 13] ^= 1
    expectBadData(pixels, "CRC error")
  }

  @Test(
    "of sizes that no picture has are refused before memory is taken",
    arguments: [(UInt32(Int32.max), UInt32(Int32.max)), (32_769, 1), (1, 40_000), (32_768, 32_768), (8_193, 8_192)])
  func hugeDimensions(width: UInt32, height: UInt32) {
    expectBadData(
      Self.withSize(width, height), "is too large: expected at most 32768 pixels a side and 67108864 in all")
  }

  @Test("of no size, or of a size that is no number, are refused", arguments: [UInt32(0), 1 << 31, .max])
  func impossibleDimensions(side: UInt32) {
    expectBadData(Self.withSize(side, 1), "")
    expectBadData(Self.withSize(1, side), "")
  }

  @Test("with fewer pixels than they promise are refused")
  func tooFewPixels() {
    expectBadData(Self.withSize(8_000, 8_000), "its header promises 8000 x 8000 pixels, more than")
    expectBadData(Self.withSize(400, 400), "cannot be decoded as PNG: ")
  }

  @Test(
    "of another format are named",
    arguments: [
      ("JPEG", [0xFF, 0xD8, 0xFF, 0xE0]), ("GIF", Array("GIF89a".utf8)), ("BMP", Array("BM6\0".utf8)),
      ("WebP", Array("RIFF\0\0\0\0WEBPVP8 ".utf8)), ("HEIC", Array("\0\0\0\u{18}ftypheic".utf8)),
      ("PDF", Array("%PDF-1.7".utf8)), ("SVG", Array("<svg xmlns=".utf8)),
      ("TIFF", [0x49, 0x49, 0x2A, 0, 8]),
    ] as [(String, [UInt8])])
  func otherFormats(name: String, bytes: [UInt8]) {
    expectBadData(bytes, "is a \(name) file, expected PNG. Convert it")
  }

  @Test("with random damage are read or refused, and nothing else happens")
  func randomDamage() {
    var generator = SeededGenerator(seed: 1)
    for kind in [Self.kind, PNGKind(color: .palette, depth: 4, isInterlaced: false)] {
      let good = kind.file(width: 19, height: 23)
      for _ in 0..<400 {
        var bytes = good
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          bytes[Int.random(in: 8..<bytes.count, using: &generator)] = .random(in: .min ... .max, using: &generator)
        }
        do throws(PictureError) { _ = try PNGPicture(bytes, name: "file") } catch {
          #expect(error.kind == .badData, "\(bytes)")
        }
      }
    }
  }

  @Test("that are absent, or a folder, are missing input")
  func unreadable() {
    for (path, problem) in [
      ("/", "is a folder"), ("/dev/zero", "is a device"), ("/no/such/picture.png", "cannot be read: "),
    ] as [(FilePath, String)] {
      let error = #expect(throws: PictureError.self) { try PNGPicture(reading: path) }
      #expect(error?.kind == .inputMissing)
      #expect(error?.description.hasPrefix("\(path): \(problem)") == true)
    }
  }

  /// The good file with other numbers in its header, and the checksum that fits them.
  private static func withSize(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    var bytes = good
    bytes.replaceSubrange(16..<24, with: [width, height].flatMap(bigEndian))
    bytes.replaceSubrange(29..<33, with: bigEndian(checksum(bytes[12..<29])))
    return bytes
  }

  private static func bigEndian(_ word: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
  }

  /// The checksum of a chunk: CRC-32 of its type and data (PNG specification, annex D).
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }
  }

  private func expectBadData(
    _ bytes: [UInt8], _ fragment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: PictureError.self, sourceLocation: sourceLocation) {
      try PNGPicture(bytes, name: "picture.png")
    }
    guard let error else { return }
    #expect(error.kind == .badData, sourceLocation: sourceLocation)
    #expect(error.description.hasPrefix("picture.png: "), "\(error)", sourceLocation: sourceLocation)
    #expect(fragment.isEmpty || error.description.contains(fragment), "\(error)", sourceLocation: sourceLocation)
  }
}
