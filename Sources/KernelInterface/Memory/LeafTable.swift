/// Which images of a pass belong to which leaf of the sum tree, and memory to add the leaves.
///
/// A *leaf* is one shard's part of one batch. A pass may compute the images of several leaves at once; their gradients are then
/// added where they arise, in registers, in the order of the tree. Only the thread whose workspace holds the table writes it.
@safe
public final class LeafTable: @unchecked Sendable {
  @usableFromInline let starts: UnsafeMutablePointer<Int32>
  @usableFromInline let stack: FloatBuffer
  /// Memory for the sums of a ``ProductPart``: the sum so far of the leaf under way, then the sums that wait for their right
  /// sibling.
  @usableFromInline let blocks: FloatBuffer
  private let capacity: Int
  private var count = 0

  /// The most sums that wait for their right sibling: more than the levels of any tree that fits a pass.
  private static let mostLevels = 24
  /// The most vectors of a register tile.
  @usableFromInline static var tileVectors: Int { 32 }

  /// - Parameter capacity: the most leaves of a pass.
  public init(capacity: Int) {
    self.capacity = capacity
    unsafe starts = .allocate(capacity: capacity + 1)
    unsafe starts.initialize(repeating: 0, count: capacity + 1)
    stack = FloatBuffer(count: Self.mostLevels * Self.tileVectors * Lanes.width)
    blocks = FloatBuffer(count: (1 + Self.levels(leaves: capacity)) * LeafView.blockFloats)
  }

  deinit { unsafe starts.deallocate() }

  /// The most sums that wait at once in a tree over that many leaves, the one under way included.
  static func levels(leaves: Int) -> Int { Int.bitWidth - leaves.leadingZeroBitCount + 1 }

  /// Forgets all leaves.
  public func clear() { count = 0 }

  /// Ends a leaf before image `image` of the pass.
  public func endLeaf(before image: Int) {
    precondition(count < capacity, "a pass holds at most \(capacity) leaves")
    count += 1
    unsafe starts[count] = Int32(image)
  }

  /// The leaves so far.
  public var view: LeafView {
    unsafe LeafView(
      starts: starts, count: count, stack: stack.view.start, partial: blocks.view.start)
  }
}

/// The leaves of a ``LeafTable``, not owned; only the thread that owns the table writes here.
@safe
public struct LeafView: @unchecked Sendable {
  /// Leaf l has images starts[l] ..< starts[l + 1].
  @usableFromInline let starts: UnsafePointer<Int32>
  public let count: Int
  @usableFromInline let stack: UnsafeMutablePointer<Float>
  /// What the leaf under way has of a part's sums.
  @usableFromInline let partial: UnsafeMutablePointer<Float>

  @unsafe @inlinable
  init(
    starts: UnsafePointer<Int32>, count: Int, stack: UnsafeMutablePointer<Float>, partial: UnsafeMutablePointer<Float>
  ) {
    unsafe self.starts = starts
    self.count = count
    unsafe self.stack = stack
    unsafe self.partial = partial
  }

  /// Floats of a part's sums.
  @inlinable static var blockFloats: Int { ProductPart.mostRows &* ProductPart.mostColumns }

  /// The lowest level of a part's sums that wait for their right sibling.
  @unsafe @inlinable @inline(__always)
  var blocks: UnsafeMutablePointer<Float> { unsafe partial + Self.blockFloats }

  /// The images of one leaf.
  @inlinable @inline(__always)
  public func images(of leaf: Int) -> Range<Int> { unsafe Int(starts[leaf])..<Int(starts[leaf &+ 1]) }

  /// The number of images in all leaves.
  public var imageCount: Int { count == 0 ? 0 : unsafe Int(starts[count]) }
}

extension KernelSet {
  /// Adds the finished tile of leaf number `leaf` to its left siblings as far as the tree allows, and stores the sum if more
  /// leaves follow. The stored sums are a stack, and grow and shrink as the ones of a binary counter do.
  ///
  /// After the last leaf `tile` is the sum of all.
  ///
  /// - Parameter height: the height of the tile's node. With 2 the tile is the sum of the four leaves that end with `leaf`.
  @inlinable @inline(__always)
  static func join<let P: Int, let Q: Int>(
    _ tile: inout RegisterTile<P, Q>, leaf: Int, height: Int = 0, of leaves: LeafView
  ) {
    unsafe join(
      &tile, leaf: leaf, height: height, of: leaves, sums: leaves.stack, level: P &* Q &* Lanes.width,
      row: Q &* Lanes.width)
  }

  /// The same, with the waiting sums in memory of the caller's.
  ///
  /// - Parameters:
  ///   - sums: the tile's place in the lowest level; others are `level` floats further each.
  ///   - row: floats from one row of the tile to the next.
  @unsafe @inlinable @inline(__always)
  static func join<let P: Int, let Q: Int>(
    _ tile: inout RegisterTile<P, Q>, leaf: Int, height: Int = 0, of leaves: LeafView,
    sums: UnsafeMutablePointer<Float>, level: Int, row: Int
  ) {
    let isLast = leaf &+ 1 == leaves.count
    // The node's number in binary says what to do. Each of its ones is a sum that waits. Each of its trailing ones is a left
    // sibling that this node completes. The last leaf completes all of them.
    let node = leaf &>> height
    var waiting = node.nonzeroBitCount
    var ended = isLast ? waiting : (~node).trailingZeroBitCount
    while ended > 0 {
      waiting &-= 1
      let left = unsafe sums + waiting &* level
      for p in 0..<P {
        for q in 0..<Q { tile[p][q] = unsafe Lanes(at: left + (p &* row &+ q &* Lanes.width)) + tile[p][q] }
      }
      ended &-= 1
    }
    guard !isLast else { return }
    let place = unsafe sums + waiting &* level
    for p in 0..<P {
      for q in 0..<Q { unsafe tile[p][q].store(at: place + (p &* row &+ q &* Lanes.width)) }
    }
  }
}
