extension SumTree {
  /// How to add up partial sums as far as the tree allows, and what is left then.
  package struct Joining: Hashable, Sendable {
    /// The additions in place, in the order in which they must be made.
    package let additions: [Addition]
    /// The sums that remain, in leaf order, each in the slot of its leftmost part.
    package let remaining: [PartialSum]
  }

  /// Adds up partial sums whose nodes adjoin, given in leaf order, in whatever slots they are.
  ///
  /// If they cover all leaves, one sum remains, in the slot of the first.
  package func joining(_ sums: [PartialSum]) -> Joining {
    var additions: [Addition] = []
    var stack: [PartialSum] = []
    for sum in sums {
      stack.append(sum)
      reduceTop(of: &stack) { additions.append($0) }
    }
    return Joining(additions: additions, remaining: stack)
  }

  /// Adds up nodes that adjoin, given in leaf order, each in the slot of its position in the list.
  package func joining(_ nodes: [Node]) -> Joining {
    joining(nodes.enumerated().map { PartialSum($0.element, slot: $0.offset) })
  }

  /// Adds the top of the stack to the sum below it while the two are children of one node.
  func reduceTop(of stack: inout [PartialSum], _ record: (Addition) -> Void) {
    while stack.count >= 2 {
      let right = stack[stack.count - 1]
      let left = stack[stack.count - 2]
      guard let parent = parent(of: left.node, right.node) else { return }
      record(Addition(into: left.slot, adding: right.slot))
      stack.removeLast(2)
      stack.append(PartialSum(parent, slot: left.slot))
    }
  }
}
