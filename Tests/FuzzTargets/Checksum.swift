/// The checksums that gzip, zlib and PNG want.
enum Checksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
  }

  /// CRC-32 (RFC 1952, section 8).
  static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
  }

  /// Adler-32 (RFC 1950, section 8.2).
  static func adler32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let (low, high) = bytes.reduce((1 as UInt32, 0 as UInt32)) { sums, byte in
      let low = (sums.0 + UInt32(byte)) % 65_521
      return (low, (sums.1 + low) % 65_521)
    }
    return high << 16 | low
  }
}

/// Compressed data, in which nothing is compressed.
enum StoredData {
  /// DEFLATE blocks (RFC 1951, section 3.2.4).
  private static func blocks(_ bytes: [UInt8]) -> [UInt8] {
    let largest = 0xFFFF
    return stride(from: 0, through: bytes.count, by: largest).flatMap { start in
      let part = bytes[start..<min(start + largest, bytes.count)]
      let length = UInt16(part.count)
      let isLast: UInt8 = start + largest > bytes.count ? 1 : 0
      return [isLast] + [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + part
    }
  }

  /// A gzip file (RFC 1952).
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let tail = [Checksum.crc32(bytes), UInt32(truncatingIfNeeded: bytes.count)]
    return head + blocks(bytes) + tail.flatMap { $0.bigEndianBytes.reversed() }
  }

  /// A zlib stream (RFC 1950), as PNG's pixels are.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    [0x78, 0x01] + blocks(bytes) + Checksum.adler32(bytes).bigEndianBytes
  }
}

extension UInt32 {
  /// The four bytes, most significant first.
  var bigEndianBytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) } }
}
