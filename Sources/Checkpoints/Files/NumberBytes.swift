import Encodings

/// Numbers of any floating-point type that weights are kept in, as single precision.
enum NumberBytes {
  /// Whether `type` is one that can be read.
  static func canRead(_ type: ElementType) -> Bool {
    switch type {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }

  /// The numbers in `range` of `bytes`; those of 16 bits are exact, those of 64 rounded to the nearest.
  ///
  /// - Returns: nil for a type that cannot be read.
  static func values(_ type: ElementType, in bytes: [UInt8], _ range: Range<Int>) -> [Float]? {
    switch type {
    case .float32: LittleEndian.floats(in: bytes, range)
    case .float16: LittleEndian.words(size: 2, in: bytes, range).map { Float(Float16(bitPattern: UInt16($0))) }
    case .bfloat16: LittleEndian.words(size: 2, in: bytes, range).map { Float(bitPattern: UInt32($0) << 16) }
    case .float64: LittleEndian.words(in: bytes, range).map { Float(Double(bitPattern: $0)) }
    default: nil
    }
  }

  /// The first number of type F64 that single precision has no room for.
  static func firstTooLarge(in bytes: [UInt8], _ range: Range<Int>) -> Double? {
    LittleEndian.words(in: bytes, range).lazy.map { Double(bitPattern: $0) }.first {
      $0.isFinite && !Float($0).isFinite
    }
  }
}
