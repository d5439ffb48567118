/// Which images of a pass belong to which leaf of the sum tree, and room to add the leaves.
///
/// A pass may compute the images of several leaves at once; their gradients are then added where they arise, in
/// registers, in the order of the tree.
@safe
public final class LeafTable: @unchecked Sendable {
  @usableFromInline let starts: UnsafeMutablePointer<Int32>
  @usableFromInline let stack: FloatBuffer
  /// Room for the sums of a ``ProductPart``: what a leaf has so far, then those that wait for their right sibling.
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

/// The leaves of a ``LeafTable``, not owned.
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
  /// Adds the finished tile of leaf number `leaf` to its left siblings as far as the tree allows, and keeps the sum
  /// if more leaves follow: a binary counter of tiles.
  ///
  /// After the last leaf `tile` is the sum of all.
  ///
  /// - Parameter height: with 2, say, the tile is the sum of the four leaves that end with `leaf`.
  @inlinable @inline(__always)
  static func join<let P: Int, let Q: Int>(
    _ tile: inout RegisterTile<P, Q>, leaf: Int, height: Int = 0, of leaves: LeafView
  ) {
    unsafe join(
      &tile, leaf: leaf, height: height, of: leaves, sums: leaves.stack, level: P &* Q &* Lanes.width,
      row: Q &* Lanes.width)
  }

  /// The same with the waiting sums anywhere.
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
    // As many sums wait as the node's number has ones. Odd nodes end as many subtrees as their number has trailing
    // ones; the last leaf ends all.
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
