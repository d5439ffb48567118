import CPNG
import ExitCodes
import InputFiles
package import SystemPackage
import TextTables

/// A picture as a PNG file has it: red, green, blue and opacity of every pixel, 8 bits each.
package struct PNGPicture: Equatable, Sendable {
  /// What the file says of itself.
  package let header: PNGHeader
  /// What is missing of the file although all pixels are there, as a sentence; nil for a whole file.
  package let remark: String?
  /// Row after row, four bytes a pixel.
  let pixels: [UInt8]

  /// Reads the file `path`, or what comes through a pipe, of any colour type, bit depth and interlacing.
  ///
  /// Memory: the file and four bytes for each pixel; both are bounded by ``PictureLimits``.
  ///
  /// - Throws: `inputMissing` if it cannot be read, `badData` if it is no PNG file, damaged, or too large.
  package init(reading path: FilePath) throws(PictureError) {
    let bytes: [UInt8]
    do { bytes = try InputFile(path, .fileOrPipe).rest(atMost: PictureLimits.fileBytes) } catch {
      throw PictureError(error.exitStatus == .inputMissing ? .inputMissing : .badData, error.description)
    }
    try self.init(bytes, name: path.string)
  }

  /// Decodes a PNG file; `name` is what messages call it.
  package init(_ file: [UInt8], name: String) throws(PictureError) {
    let name = name.printable(limit: 1000)
    if let problem = PictureSignature.problem(of: file) { throw PictureError(.badData, "\(name): \(problem)") }
    var pixels: [UInt8] = []
    let (header, _) = try Self.decode(file, name, into: &pixels)
    let (width, height) = (header.width, header.height)
    guard width * height <= PictureLimits.pixels else { throw Self.tooLarge(name) }
    guard header.fits(in: file.count) else {
      throw PictureError(
        .badData,
        "\(name): cannot be decoded as PNG: its header promises \(width) x \(height) pixels, more than \(file.count) bytes "
          + "can hold. The file is damaged; export it again.")
    }
    pixels = [UInt8](repeating: 0, count: 4 * width * height)
    let (_, isWhole) = try Self.decode(file, name, into: &pixels)
    self.header = header
    self.pixels = pixels
    remark = isWhole ? nil : "\(name): ends without its last chunk, IEND; all of its pixels are there."
  }

  /// Reads the header, and the pixels if there is room for them; tells whether the file has its end.
  private static func decode(
    _ file: [UInt8], _ name: String, into pixels: inout [UInt8]
  ) throws(PictureError) -> (header: PNGHeader, isWhole: Bool) {
    var header = CPNG_Header()
    var bytes = unsafe CPNG_Bytes()
    let isDone = unsafe file.withUnsafeBufferPointer { source in
      unsafe bytes.source = source.baseAddress
      unsafe bytes.count = source.count
      return unsafe pixels.withUnsafeMutableBufferPointer { target in
        unsafe CPNG_decode(
          &bytes, UInt32(PictureLimits.side), &header, target.isEmpty ? nil : target.baseAddress)
      }
    }
    guard isDone else {
      let reasons = unsafe [text(bytes.message), text(bytes.warning)].filter { !$0.isEmpty }
      if reasons.contains(where: { $0.contains("exceeds user limit") }) { throw tooLarge(name) }
      throw PictureError(
        .badData,
        "\(name): cannot be decoded as PNG: \(reasons.joined(separator: "; ")). "
          + "The file is damaged or no picture; export it again.")
    }
    return (PNGHeader(header), !header.ends_early)
  }

  private static func tooLarge(_ name: String) -> PictureError {
    let (side, pixels) = (PictureLimits.side, PictureLimits.pixels)
    return PictureError(
      .badData,
      "\(name): is too large: expected at most \(side) pixels a side and \(pixels) in all. Make the picture smaller.")
  }

  /// A message of libpng's, which ends with a zero, on one line.
  private static func text<Characters>(_ characters: Characters) -> String {
    let bytes = unsafe withUnsafeBytes(of: characters) { unsafe Array($0.prefix { $0 != 0 }) }
    return String(decoding: bytes.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }
}
