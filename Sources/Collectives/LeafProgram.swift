/// What one worker does with its leaves, visited from left to right: made once, carried out every step.
///
/// A binary counter: the slots are a stack of finished nodes, and two siblings on its top are added at once. So few
/// slots are needed, and a slot is still in the cache when it is added.
package struct LeafProgram: Hashable, Sendable {
  /// One action on the worker's slots.
  package enum Instruction: Hashable, Sendable {
    /// Compute the value of the leaf and overwrite the slot with it.
    case write(leaf: Int, slot: Int)
    /// Compute the value of the leaf and add it, finished, to the slot: slot + leaf. A kernel can do so in its
    /// epilogue, but may not start its own sum from the slot's value.
    case accumulate(leaf: Int, slot: Int)
    /// Add one slot to another.
    case add(SumTree.Addition)
  }

  /// The actions, in order.
  package let instructions: [Instruction]
  /// The nodes that are in the slots 0, 1, … at the end: the maximal nodes of the leaves, in leaf order.
  package let sums: [SumTree.PartialSum]
  /// The number of slots used: at most ⌈log₂ S⌉ for all S > 1 leaves of a tree, at most twice that for some of them.
  package let slotCount: Int

  /// The program for the leaves in `range`; leaves beyond the tree are left out.
  package init(_ tree: SumTree, leaves range: Range<Int>) {
    var instructions: [Instruction] = []
    var stack: [SumTree.PartialSum] = []
    var slotCount = 0
    for leaf in range.clamped(to: 0..<tree.leafCount) {
      let node = SumTree.Node(height: 0, index: leaf)
      if let top = stack.last, let parent = tree.parent(of: top.node, node) {
        instructions.append(.accumulate(leaf: leaf, slot: top.slot))
        stack[stack.count - 1] = SumTree.PartialSum(parent, slot: top.slot)
      } else {
        instructions.append(.write(leaf: leaf, slot: stack.count))
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
