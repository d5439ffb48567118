/// Winners' positions of a max-pooling, written by the forward pass and read by the backward pass.
@safe
public final class PositionBuffer: @unchecked Sendable {
  @usableFromInline let start: UnsafeMutablePointer<UInt16>
  public let count: Int

  public init(count: Int) {
    self.count = count
    unsafe start = .allocate(capacity: max(count, 1))
    unsafe start.initialize(repeating: 0, count: count)
  }

  deinit { unsafe start.deallocate() }

  /// All positions.
  @inlinable public var view: PositionView { unsafe PositionView(start: start, count: count) }
}

/// The positions of a ``PositionBuffer``, not owned.
@safe
public struct PositionView: @unchecked Sendable {
  public let start: UnsafeMutablePointer<UInt16>
  public let count: Int

  @unsafe @inlinable
  init(start: UnsafeMutablePointer<UInt16>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// The position at `index`.
  public subscript(index: Int) -> UInt16 {
    precondition(index >= 0 && index < count, "index outside of the view")
    return unsafe start[index]
  }
}
