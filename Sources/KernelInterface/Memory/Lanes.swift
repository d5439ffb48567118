/// The sixteen floats that every kernel handles at once.
///
/// Lanes run over output channels (or over elements that do not meet), never across a sum, so that
/// 128-, 256- and 512-bit registers give the same bits.
public typealias Lanes = SIMD16<Float>

extension SIMD16<Float> {
  /// The number of floats in one vector.
  @inlinable @inline(__always) public static var width: Int { 16 }

  /// Sixteen consecutive floats; the address need not be aligned.
  @unsafe @inlinable @inline(__always)
  public init(at address: UnsafePointer<Float>) {
    self = unsafe UnsafeRawPointer(address).loadUnaligned(as: SIMD16<Float>.self)
  }

  /// Stores the sixteen floats; the address need not be aligned.
  @unsafe @inlinable @inline(__always)
  public func store(at address: UnsafeMutablePointer<Float>) {
    unsafe UnsafeMutableRawPointer(address).storeBytes(of: self, as: SIMD16<Float>.self)
  }

  /// The larger of each lane and zero; a lane that is not a number stays one.
  @inlinable @inline(__always)
  public func rectified() -> Self { replacing(with: 0, where: self .< 0) }
}

/// `count` rounded up to whole vectors.
@inlinable @inline(__always)
public func roundedUpToLanes(_ count: Int) -> Int { (count + Lanes.width - 1) / Lanes.width * Lanes.width }
