/// Random numbers as a pure function of a counter and a key: Philox4x32-10.
///
/// Nothing is stateful, so every rank and thread can compute any number at any time, and nothing
/// random needs to be stored in a checkpoint.
///
/// - Source: Salmon, Moraes, Dror, Shaw: *Parallel random numbers: as easy as 1, 2, 3*, SC'11,
///   <https://doi.org/10.1145/2063384.2063405>; checked with the known-answer vectors of Random123.
public struct Philox: Sendable {
  /// The two words of the key.
  public let key: SIMD2<UInt32>

  @inlinable
  public init(seed: UInt64) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// The number of rounds that the paper recommends.
  @inlinable public static var rounds: Int { 10 }
  /// The round multipliers of counter words 0 and 2.
  @inlinable public static var multipliers: SIMD2<UInt32> { SIMD2(0xD251_1F53, 0xCD9E_8D57) }
  /// The Weyl increments of the key (golden ratio, √3 − 1).
  @inlinable public static var keyIncrement: SIMD2<UInt32> { SIMD2(0x9E37_79B9, 0xBB67_AE85) }

  /// Four independent, uniformly distributed 32-bit words for one counter.
  @inlinable
  public func words(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for _ in 0..<Self.rounds {
      let left = Self.multipliers[0].multipliedFullWidth(by: c[0])
      let right = Self.multipliers[1].multipliedFullWidth(by: c[2])
      c = SIMD4(right.high ^ c[1] ^ k[0], right.low, left.high ^ c[3] ^ k[1], left.low)
      k &+= Self.keyIncrement
    }
    return c
  }
}
