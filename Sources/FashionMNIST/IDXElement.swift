/// The type of a pixel or label in an IDX file; the raw value is the third byte of the magic number.
///
/// - Source: the format's description at <http://yann.lecun.com/exdb/mnist/>, without its two types of fractions.
enum IDXElement: UInt32, Sendable {
  case uint8 = 0x08
  case int8 = 0x09
  case int16 = 0x0B
  case int32 = 0x0C

  /// As NumPy calls it.
  var name: String { "\(self)" }

  /// The size of a number, most significant byte first.
  var bytes: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16: 2
    case .int32: 4
    }
  }

  /// Converts the numbers in `source` to bytes; `source` ends with a whole number.
  ///
  /// - Returns: nil, or the first number that is not in 0...255 and where it is.
  func narrow(_ source: ArraySlice<UInt8>, into target: inout [UInt8]) -> (number: Int, position: Int)? {
    target.removeAll(keepingCapacity: true)
    for start in stride(from: source.startIndex, to: source.endIndex, by: bytes) {
      let (sign, rest) = (Int(Int8(bitPattern: source[start])), source[start + 1..<start + bytes])
      let number = rest.reduce(sign) { $0 << 8 | Int($1) }
      guard let byte = UInt8(exactly: number) else { return (number, target.count) }
      target.append(byte)
    }
    return nil
  }
}
