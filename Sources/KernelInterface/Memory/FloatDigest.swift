/// A fingerprint of floats by their bits, and whether all of them are finite: both from one reading.
///
/// Parts of a vector may be read by different threads, in any order: the digests of the parts add up to that of the whole.
///
/// - Formula: the vector of lanes number v has the key k = 0x9E3779B9 · v + 0xC2B2AE35 · lane. Of the bits x of each lane
///   m = (x ⊕ k), m ⊕ (m ≫ 16), m · 0x85EBCA6B, m ⊕ (m ≫ 13), one after the other; the digest is the sum of all m, lane by
///   lane, modulo 2³².
/// - Why it may be trusted: each of these functions has an inverse, so one float that differs always changes the digest. If
///   several differ in one lane, their changes cancel with a chance of 2⁻³².
/// - Source of the mixing: A. Appleby, MurmurHash3, the first half of `fmix32`.
/// - Measured: see ``FloatView/digest(at:)``.
public struct FloatDigest: Equatable, Sendable {
  private var sums = SIMD16<UInt32>()
  /// The top bit of a lane is set where a float had an exponent of ones only: it is no number, or infinite.
  private var exponents = SIMD16<UInt32>()

  /// Of no floats.
  public init() {}

  /// Whether all floats are finite.
  public var isFinite: Bool {
    for lane in exponents.indices where exponents[lane] & 0x8000_0000 != 0 { return false }
    return true
  }

  /// The sums of all lanes as one number.
  public var value: UInt64 {
    // Again, one lane that differs always changes the number.
    sums.indices.reduce(0xCBF2_9CE4_8422_2325) { Self.mixed($0, UInt64(sums[$1])) }
  }

  /// A number, and one more that is to tell it from others: a step of FNV-1a, with a word in a byte's place.
  public static func mixed(_ digest: UInt64, _ word: UInt64) -> UInt64 { (digest ^ word) &* 0x100_0000_01B3 }

  /// Adds another part of the same vector.
  public static func += (digest: inout FloatDigest, part: FloatDigest) {
    digest.sums &+= part.sums
    digest.exponents |= part.exponents
  }

  private static let laneKeys: SIMD16<UInt32> = {
    var keys = SIMD16<UInt32>()
    for lane in keys.indices { keys[lane] = UInt32(lane) &* 0xC2B2_AE35 }
    return keys
  }()

  /// - Parameters:
  ///   - count: of floats at `start`.
  ///   - vector: the number of the first vector of lanes.
  @unsafe
  fileprivate init(_ start: UnsafePointer<Float>, count: Int, vector: Int) {
    let words = unsafe UnsafeRawPointer(start)
    let whole = count / Lanes.width
    var key = Self.laneKeys &+ SIMD16(repeating: UInt32(truncatingIfNeeded: vector) &* 0x9E37_79B9)
    for number in 0..<whole {
      let bits = unsafe words.loadUnaligned(fromByteOffset: 64 &* number, as: SIMD16<UInt32>.self)
      add(bits, key)
      key &+= SIMD16(repeating: 0x9E37_79B9)
    }
    guard whole * Lanes.width < count else { return }
    var rest = SIMD16<UInt32>()
    for lane in 0..<count - whole * Lanes.width {
      rest[lane] = unsafe words.loadUnaligned(fromByteOffset: 64 * whole + 4 * lane, as: UInt32.self)
    }
    add(rest, key)
  }

  @inline(__always)
  private mutating func add(_ bits: SIMD16<UInt32>, _ key: SIMD16<UInt32>) {
    exponents |= (bits & 0x7F80_0000) &+ 0x0080_0000
    var mixed = bits ^ key
    mixed ^= mixed &>> 16
    mixed &*= 0x85EB_CA6B
    mixed ^= mixed &>> 13
    sums &+= mixed
  }
}

extension FloatView {
  /// The digest of these floats, as a part of a vector that begins `place` floats before them.
  ///
  /// - Precondition: `place` is a multiple of 16, and so is the number of floats, but for the vector's last part.
  public func digest(at place: Int = 0) -> FloatDigest {
    precondition(place % Lanes.width == 0, "the part does not begin with a vector of lanes")
    return unsafe FloatDigest(start, count: count, vector: place / Lanes.width)
  }
}
