/// Numbers as the bytes that files and digests hold: IEEE 754 single precision, least significant byte first.
enum FloatBytes {
  /// Adds the bytes of `values` at the end of `bytes`.
  static func append(_ values: [Float], to bytes: inout [UInt8]) {
    var offset = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 4 * values.count))
    for value in values {
      let bits = value.bitPattern
      bytes[offset] = UInt8(truncatingIfNeeded: bits)
      bytes[offset + 1] = UInt8(truncatingIfNeeded: bits >> 8)
      bytes[offset + 2] = UInt8(truncatingIfNeeded: bits >> 16)
      bytes[offset + 3] = UInt8(truncatingIfNeeded: bits >> 24)
      offset += 4
    }
  }

  /// The numbers in `range` of `bytes`, whose length is a multiple of 4; NaN payloads are kept.
  static func values(in bytes: [UInt8], _ range: Range<Int>) -> [Float] {
    stride(from: range.lowerBound, to: range.upperBound, by: 4).map { offset in
      let low = UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
      let high = UInt32(bytes[offset + 2]) | UInt32(bytes[offset + 3]) << 8
      return Float(bitPattern: low | high << 16)
    }
  }
}
