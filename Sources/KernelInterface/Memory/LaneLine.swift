/// A fixed number of vectors: a row or column of a tile, sixteen channels at a time.
@usableFromInline
protocol LaneLine {
  /// The number of vectors.
  @inlinable static var length: Int { get }
  /// All zero.
  @inlinable init()
  /// One of the vectors.
  @inlinable subscript(at index: Int) -> Lanes { get set }
}

extension InlineArray: LaneLine where Element == Lanes {
  @inlinable @inline(__always)
  static var length: Int { count }

  @inlinable @inline(__always)
  init() { self.init(repeating: .zero) }

  @inlinable
  subscript(at index: Int) -> Lanes {
    @inline(__always) get { self[index] }
    @inline(__always) set { self[index] = newValue }
  }
}
