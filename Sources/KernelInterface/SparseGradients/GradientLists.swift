/// Memory of one thread for lists of gradients and of which are not zero, and for the kernel gradients of leaves that wait for their sibling.
///
/// Only the thread whose workspace holds it writes and reads the lists.
@safe
public final class GradientLists: @unchecked Sendable {
  private let words: UnsafeMutablePointer<UInt64>
  private let positions: UnsafeMutablePointer<OrderedPosition>
  private let counts: UnsafeMutablePointer<Int32>
  private let entries: FloatBuffer
  private let sums: FloatBuffer
  private let shape: SparseGradient.Shape
  private let leaves: Int

  /// - Parameter leaves: the most leaves of a pass.
  public init(_ shape: SparseGradient.Shape, leaves: Int) {
    self.shape = shape
    self.leaves = leaves
    unsafe words = .allocate(capacity: shape.wordCount)
    unsafe words.initialize(repeating: 0, count: shape.wordCount)
    unsafe positions = .allocate(capacity: shape.positionCount)
    unsafe positions.initialize(repeating: OrderedPosition(number: 0, offset: 0), count: shape.positionCount)
    unsafe counts = .allocate(capacity: shape.numberCount)
    unsafe counts.initialize(repeating: 0, count: shape.numberCount)
    entries = FloatBuffer(count: 2 * shape.entryCount + 2 * Lanes.width * Lanes.width)
    sums = FloatBuffer(count: LeafTable.levels(leaves: leaves) * shape.channels * shape.patchCount)
  }

  deinit {
    unsafe words.deallocate()
    unsafe positions.deallocate()
    unsafe counts.deallocate()
  }

  /// The memory, in floats.
  public var floatCount: Int {
    2 * shape.wordCount + 2 * shape.positionCount + shape.numberCount + entries.count + sums.count
  }

  public var view: GradientListView {
    unsafe GradientListView(
      values: entries.view.start, offsets: entries.view.start + shape.entryCount,
      block: entries.view.start + 2 * shape.entryCount, filled: words, winners: words + shape.entryCount / 64,
      order: positions, counts: counts, starts: counts + shape.positionCount, sums: sums.view,
      entryCount: shape.entryCount, positionCount: shape.positionCount, channels: shape.channels, leaves: leaves)
  }
}

extension SparseGradient.Shape {
  /// Words of bits: which entries are not zero, and which channels have a gradient at a position.
  fileprivate var wordCount: Int { entryCount / 64 + positionCount * winnerWords }
  /// The counts of positions, and for each count of channels where the next such position goes.
  fileprivate var numberCount: Int { positionCount + channels + 1 }
}

/// A position of one of the windows under way.
@usableFromInline
struct OrderedPosition: Sendable {
  /// 4 · window + position.
  @usableFromInline let number: Int32
  /// In the input of an image.
  @usableFromInline let offset: Int32

  @inlinable
  init(number: Int32, offset: Int32) {
    self.number = number
    self.offset = offset
  }
}

/// The lists of a ``GradientLists``, not owned; only the thread that owns them writes here.
@safe
public struct GradientListView: @unchecked Sendable {
  /// The gradients of sixteen channels, an entry for each window, `entryRoom` from channel to channel.
  @usableFromInline let values: UnsafeMutablePointer<Float>
  /// The offsets of their winners in the input; whole numbers, moved as the bits of floats.
  @usableFromInline let offsets: UnsafeMutablePointer<Float>
  /// Sixteen windows of both, before they are transposed.
  @usableFromInline let block: UnsafeMutablePointer<Float>
  /// Which of the gradients are not zero, bit by bit.
  @usableFromInline let filled: UnsafeMutablePointer<UInt64>
  /// The channels with a gradient, bit by bit, for each position of the windows under way.
  @usableFromInline let winners: UnsafeMutablePointer<UInt64>
  /// The positions by the number of their winners.
  @usableFromInline let order: UnsafeMutablePointer<OrderedPosition>
  /// Of each position: how many winners it has.
  @usableFromInline let counts: UnsafeMutablePointer<Int32>
  /// Where in `order` the next position with so many winners goes.
  @usableFromInline let starts: UnsafeMutablePointer<Int32>
  /// Kernel gradients, one for each level of the sum tree.
  @usableFromInline let sums: FloatView
  let entryCount: Int
  let positionCount: Int
  let channels: Int
  let leaves: Int
}
