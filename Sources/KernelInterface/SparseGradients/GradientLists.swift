/// Memory of one thread for the lists of non-zero gradients, and for the kernel gradients of leaves that wait for their sibling.
///
/// Only the thread whose workspace holds it writes and reads the lists.
@safe
public final class GradientLists: @unchecked Sendable {
  @usableFromInline let entries: UnsafeMutablePointer<GradientEntry>
  @usableFromInline let winners: UnsafeMutablePointer<UInt64>
  /// Twice sixteen numbers for one window's lanes.
  @usableFromInline let lanes: UnsafeMutablePointer<Int32>
  @usableFromInline let sums: FloatBuffer
  private let shape: SparseGradient.Shape
  private let leaves: Int

  /// - Parameter leaves: the most leaves of a pass.
  public init(_ shape: SparseGradient.Shape, leaves: Int) {
    self.shape = shape
    self.leaves = leaves
    unsafe entries = .allocate(capacity: shape.entryCount)
    unsafe entries.initialize(repeating: GradientEntry(offset: 0, value: 0), count: shape.entryCount)
    unsafe winners = .allocate(capacity: shape.winnerCount)
    unsafe winners.initialize(repeating: 0, count: shape.winnerCount)
    unsafe lanes = .allocate(capacity: 2 * Lanes.width)
    unsafe lanes.initialize(repeating: 0, count: 2 * Lanes.width)
    sums = FloatBuffer(count: LeafTable.levels(leaves: leaves) * shape.channels * shape.patchCount)
  }

  deinit {
    unsafe entries.deallocate()
    unsafe winners.deallocate()
    unsafe lanes.deallocate()
  }

  /// The memory, in floats.
  public var floatCount: Int {
    let perEntry = MemoryLayout<GradientEntry>.stride / MemoryLayout<Float>.stride
    let perWord = MemoryLayout<UInt64>.stride / MemoryLayout<Float>.stride
    return shape.entryCount * perEntry + shape.winnerCount * perWord + 2 * Lanes.width + sums.count
  }

  public var view: GradientListView {
    unsafe GradientListView(
      entries: entries, winners: winners, lanes: lanes, sums: sums.view, entryCount: shape.entryCount,
      winnerCount: shape.winnerCount, leaves: leaves)
  }
}

/// A non-zero gradient and where it applies: an offset in the input.
public struct GradientEntry: Sendable {
  @usableFromInline let offset: Int32
  @usableFromInline let value: Float

  @inlinable
  init(offset: Int32, value: Float) {
    self.offset = offset
    self.value = value
  }
}

/// The lists of a ``GradientLists``, not owned; only the thread that owns them writes here.
@safe
public struct GradientListView: @unchecked Sendable {
  @usableFromInline let entries: UnsafeMutablePointer<GradientEntry>
  /// The channels with a gradient, bit by bit, for each window and position of an image.
  @usableFromInline let winners: UnsafeMutablePointer<UInt64>
  @usableFromInline let lanes: UnsafeMutablePointer<Int32>
  /// Kernel gradients, one for each level of the sum tree.
  @usableFromInline let sums: FloatView
  let entryCount: Int
  let winnerCount: Int
  let leaves: Int

  /// Of each lane of a window: the offset of its winner, and the length of its list.
  @inlinable var offsets: UnsafeMutablePointer<Int32> { unsafe lanes }
  @inlinable var counts: UnsafeMutablePointer<Int32> { unsafe lanes + Lanes.width }
}
