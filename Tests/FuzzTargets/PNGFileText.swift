/// A PNG file as bytes that can be changed: for each chunk its kind, its length, and its data. Lengths, checksums and the
/// compression of pixels follow.
enum PNGFileText {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// By their kind. The pixels of the second IDAT are compressed already.
  private static let types = ["IHDR", "PLTE", "tRNS", "IDAT", "IDAT", "IEND", "gAMA", "iCCP", "zTXt", "tEXt"]
  /// The kind of pixels that are to be compressed.
  static let pixels: UInt8 = 3

  /// The file of such bytes.
  static func file(_ text: some Collection<UInt8>) -> [UInt8] {
    var (file, rest) = (signature, Array(text)[...])
    while let kind = rest.popFirst(), let length = rest.popFirst() {
      let data = Array(rest.prefix(Int(length)))
      rest = rest.dropFirst(Int(length))
      let type = Array(types[Int(kind) % types.count].utf8)
      file += chunk(type, kind == pixels ? StoredData.zlib(data) : data)
    }
    return file
  }

  /// A chunk for ``file(_:)``.
  static func part(_ kind: UInt8, _ data: [UInt8] = []) -> [UInt8] { [kind, UInt8(data.count)] + data }

  private static func chunk(_ type: [UInt8], _ data: [UInt8]) -> [UInt8] {
    UInt32(data.count).bigEndianBytes + type + data + Checksum.crc32(type + data).bigEndianBytes
  }
}
