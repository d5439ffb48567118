/// Numbers as the bytes that files, digests and messages between ranks hold: least significant byte first.
package enum LittleEndian {
  /// Adds the bytes of single-precision numbers at the end of `bytes`; NaN payloads are kept.
  package static func append(_ values: [Float], to bytes: inout [UInt8]) {
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

  /// The single-precision numbers in `range` of `bytes`, whose length is a multiple of 4; NaN payloads are kept.
  package static func floats(in bytes: [UInt8], _ range: Range<Int>) -> [Float] {
    stride(from: range.lowerBound, to: range.upperBound, by: 4).map { offset in
      let low = UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
      let high = UInt32(bytes[offset + 2]) | UInt32(bytes[offset + 3]) << 8
      return Float(bitPattern: low | high << 16)
    }
  }

  /// Adds the lowest `size` bytes of a word at the end of `bytes`.
  package static func append(_ word: UInt64, size: Int = 8, to bytes: inout [UInt8]) {
    for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(place)))) }
  }

  /// The words of `size` bytes, at most 8, in `range` of `bytes`, whose length is a multiple of that.
  package static func words(
    size: Int = 8, in bytes: [UInt8], _ range: Range<Int>
  ) -> LazyMapSequence<StrideTo<Int>, UInt64> {
    stride(from: range.lowerBound, to: range.upperBound, by: size).lazy.map { start in
      bytes[start..<start + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
