/// What one worker does with its leaves, visited from left to right: made once, carried out every step.
///
/// A binary counter: the slots are a stack of finished nodes, and two siblings on its top are added at once. So few
/// slots are needed, and a slot is still in the cache when it is added.
package struct LeafProgram: Hashable, Sendable {
  /// One action on the worker's slots.
  package enum Instruction: Hashable, Sendable {
    /// Compute the value of the node and overwrite the slot with it.
    case write(node: SumTree.Node, slot: Int)
    /// Compute the value of the node and add it, finished, to the slot: slot + node. A kernel can do so in its
    /// epilogue, but may not start its own sum from the slot's value.
    case accumulate(node: SumTree.Node, slot: Int)
    /// Add one slot to another.
    case add(SumTree.Addition)
  }

  /// The actions, in order.
  package let instructions: [Instruction]
  /// The nodes that are computed, in order.
  package var nodes: [SumTree.Node] {
    instructions.compactMap { instruction in
      switch instruction {
      case .write(let node, _), .accumulate(let node, _): node
      case .add: nil
      }
    }
  }
  /// The nodes that are in the slots 0, 1, … at the end: the maximal nodes of the leaves, in leaf order.
  package let sums: [SumTree.PartialSum]
  /// The number of slots used: at most ⌈log₂ S⌉ for all S > 1 leaves of a tree, at most twice that for some of them.
  package let slotCount: Int

  /// The program for the leaves in `range`; leaves beyond the tree are left out.
  ///
  /// - Parameter leavesAtOnce: how many leaves may be computed and added as one node, at least 1.
  package init(_ tree: SumTree, leaves range: Range<Int>, leavesAtOnce: Int = 1) {
    var instructions: [Instruction] = []
    var stack: [SumTree.PartialSum] = []
    var slotCount = 0
    for node in tree.maximalNodes(of: range, leavesAtMost: max(leavesAtOnce, 1)) {
      if let top = stack.last, let parent = tree.parent(of: top.node, node) {
        instructions.append(.accumulate(node: node, slot: top.slot))
        stack[stack.count - 1] = SumTree.PartialSum(parent, slot: top.slot)
      } else {
        instructions.append(.write(node: node, slot: stack.count))
        stack.append(SumTree.PartialSum(node, slot: stack.count))
        slotCount = max(slotCount, stack.count)
      }
      tree.reduceTop(of: &stack) { instructions.append(.add($0)) }
    }
    self.instructions = instructions
    self.sums = stack
    self.slotCount = slotCount
  }
}
