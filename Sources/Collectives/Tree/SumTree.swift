/// The one order in which the leaves of a sum are added, whoever adds them.
///
/// In training a *leaf* is one shard's part of one batch: its value is the gradient (or the loss) summed over those images, by one
/// thread in one fixed order. So leaf number s belongs to shard s, and S leaves make one step.
///
/// Node (h, k) covers the leaves [k·2ʰ, min((k+1)·2ʰ, leafCount)). Its value is the leaf itself at height 0; else the
/// sum left + right of the nodes (h−1, 2k) and (h−1, 2k+1), or left alone where right covers nothing. Floating-point
/// addition is not associative, so the result has the same bits for every number of ranks and threads exactly because
/// all of them compute nodes of this tree and nothing else.
///
/// This type is index arithmetic only: it says which buffers ("slots") to add, and whoever owns the buffers adds them.
package struct SumTree: Hashable, Sendable {
  /// A node; two nodes that cover the same leaves have the same value, and the lower one is the one used.
  package struct Node: Hashable, Sendable {
    /// The number of levels of additions below; 0 is a leaf.
    package let height: Int
    /// The number of the node among those of its height, from the left.
    package let index: Int

    /// The node (height, index).
    package init(height: Int, index: Int) {
      self.height = height
      self.index = index
    }
  }

  /// The value of a node, held in a numbered slot.
  package struct PartialSum: Hashable, Sendable {
    /// Whose value it is.
    package let node: Node
    /// Where it is.
    package let slot: Int

    /// The value of `node`, in `slot`.
    package init(_ node: Node, slot: Int) {
      self.node = node
      self.slot = slot
    }
  }

  /// One addition in place: slot `into` becomes slot `into` + slot `adding`, the left operand first.
  package struct Addition: Hashable, Sendable {
    /// The slot that holds the left operand, and then the sum.
    package let into: Int
    /// The slot that holds the right operand, which is free afterwards.
    package let adding: Int

    /// Slot `into` += slot `adding`.
    package init(into: Int, adding: Int) {
      self.into = into
      self.adding = adding
    }
  }

  /// The number of leaves S.
  package let leafCount: Int

  /// The tree over `leafCount` leaves; a tree without leaves has no nodes.
  package init(leafCount: Int) {
    self.leafCount = max(leafCount, 0)
  }

  /// The leaves that a node covers.
  package func leaves(of node: Node) -> Range<Int> {
    let start = min(node.index << node.height, leafCount)
    return start..<min(start + 1 << node.height, leafCount)
  }

  /// The fewest nodes that cover exactly `range`, in leaf order: all that an owner of these leaves can add on its own.
  ///
  /// Leaves beyond the tree are left out, and no node has more leaves than `leavesAtMost`.
  package func maximalNodes(of range: Range<Int>, leavesAtMost: Int = .max) -> [Node] {
    let range = range.clamped(to: 0..<leafCount)
    var nodes: [Node] = []
    var leaf = range.lowerBound
    while leaf < range.upperBound {
      var height = 0
      while let parent = parent(height, startingAt: leaf), leaves(of: parent).upperBound <= range.upperBound,
        leaves(of: parent).count <= leavesAtMost
      {
        height = parent.height
      }
      let node = Node(height: height, index: leaf >> height)
      nodes.append(node)
      leaf = leaves(of: node).upperBound
    }
    return nodes
  }

  /// The parent of the node at `height` that starts at `leaf`, if it starts there too and has a right child.
  private func parent(_ height: Int, startingAt leaf: Int) -> Node? {
    let width = 1 << height
    guard leaf & (2 * width - 1) == 0, leafCount - leaf > width else { return nil }
    return Node(height: height + 1, index: leaf >> (height + 1))
  }

  /// The node that `left` and `right` add up to, if they are the two children of one.
  func parent(of left: Node, _ right: Node) -> Node? {
    let sibling = Node(height: left.height, index: left.index + 1)
    guard left.index.isMultiple(of: 2), !leaves(of: right).isEmpty, leaves(of: right) == leaves(of: sibling) else {
      return nil
    }
    return Node(height: left.height + 1, index: left.index / 2)
  }
}
