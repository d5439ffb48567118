public import CVectorMath

/// The pixels of an image or of its gradient that one of Winograd's tiles sees, to tell which of them are zero in all channels.
///
/// The transforms mix all pixels of a tile. A sum over nothing but zeros beside others comes out of them as rounding leaves it, ±1e-8
/// where the definition has 0, and where the slope of an activation jumps at zero each such position has another gradient. So these
/// sums are not taken from the transforms.
///
/// - Cost: where no pixel is zero one or four of them are read for each tile, 0.4 % of a forward pass's instructions.
@safe @usableFromInline
struct PixelArea {
  /// Pixel (0, 0), which may lie beyond the edge.
  @usableFromInline let origin: UnsafePointer<Float>
  /// Floats from one row to the next, and of a pixel.
  @usableFromInline let row: Int
  @usableFromInline let channels: Int
  /// What is not beyond the edge.
  @usableFromInline let rows: Range<Int>
  @usableFromInline let columns: Range<Int>

  @unsafe @inlinable @inline(__always)
  init(origin: UnsafePointer<Float>, row: Int, channels: Int, rows: Range<Int>, columns: Range<Int>) {
    unsafe self.origin = origin
    self.row = row
    self.channels = channels
    self.rows = rows
    self.columns = columns
  }

  /// Whether a pixel has a channel that is not zero.
  @inlinable @inline(__always)
  func isFilled(_ y: Int, _ x: Int) -> Bool {
    unsafe lockstep_is_filled(origin + (y &* row &+ x &* channels), channels) != 0
  }

  /// The pixels that have a channel that is not zero.
  @inlinable @inline(__always)
  var filled: PixelSet {
    var filled = PixelSet(bits: 0)
    for y in rows {
      for x in columns where isFilled(y, x) { filled.insert(y, x) }
    }
    return filled
  }
}

/// Pixels (y, x) of a square of 8 × 8.
@usableFromInline
struct PixelSet {
  @usableFromInline var bits: UInt64

  @inlinable @inline(__always)
  init(bits: UInt64) { self.bits = bits }

  /// All pixels of these rows and columns.
  @inlinable @inline(__always)
  init(rows: Range<Int>, columns: Range<Int>) {
    let line = PixelSet.ones(columns.upperBound) & ~PixelSet.ones(columns.lowerBound)
    let lines = PixelSet.ones(8 &* rows.upperBound) & ~PixelSet.ones(8 &* rows.lowerBound)
    bits = lines & (0x0101_0101_0101_0101 &* line)
  }

  /// The lowest `count` bits.
  @inlinable @inline(__always)
  static func ones(_ count: Int) -> UInt64 { UInt64(1) &<< UInt64(truncatingIfNeeded: count) &- 1 }

  @inlinable @inline(__always)
  static var all: PixelSet { PixelSet(bits: .max) }
  @inlinable @inline(__always)
  var isAll: Bool { bits == .max }
  @inlinable @inline(__always)
  var isEmpty: Bool { bits == 0 }

  @inlinable @inline(__always)
  mutating func insert(_ y: Int, _ x: Int) { bits |= 1 &<< UInt64(truncatingIfNeeded: 8 &* y &+ x) }

  @inlinable @inline(__always)
  func contains(_ y: Int, _ x: Int) -> Bool { bits &>> UInt64(truncatingIfNeeded: 8 &* y &+ x) & 1 != 0 }

  @inlinable @inline(__always)
  func intersection(_ other: PixelSet) -> PixelSet { PixelSet(bits: bits & other.bits) }

  /// Row `y` as row 0.
  @inlinable @inline(__always)
  func row(_ y: Int) -> PixelSet { PixelSet(bits: bits &>> UInt64(truncatingIfNeeded: 8 &* y) & 0xFF) }

  /// The positions whose windows, the 3 × 3 pixels from them on, hold one of these.
  ///
  /// - Precondition: columns 0 ..< 6, so that no window reaches into the next row.
  @inlinable @inline(__always)
  var windows: PixelSet {
    let columns = bits | bits &>> 1 | bits &>> 2
    return PixelSet(bits: columns | columns &>> 8 | columns &>> 16)
  }

  /// The pixels within the windows of these positions.
  ///
  /// - Precondition: columns 0 ..< 6.
  @inlinable @inline(__always)
  var seen: PixelSet {
    let columns = bits | bits &<< 1 | bits &<< 2
    return PixelSet(bits: columns | columns &<< 8 | columns &<< 16)
  }
}
