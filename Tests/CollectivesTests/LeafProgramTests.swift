import Collectives
import Testing

@Suite("Leaf program")
struct LeafProgramTests {
  @Test("second leaves of pairs are added where they are computed")
  func pairs() {
    let program = LeafProgram(SumTree(leafCount: 4), leaves: 0..<4)
    #expect(
      program.instructions == [
        .write(node: leaf(0), slot: 0), .accumulate(node: leaf(1), slot: 0),
        .write(node: leaf(2), slot: 1), .accumulate(node: leaf(3), slot: 1),
        .add(SumTree.Addition(into: 0, adding: 1)),
      ])
    #expect(program.sums == [SumTree.PartialSum(SumTree.Node(height: 2, index: 0), slot: 0)])
    #expect(program.slotCount == 2)
  }

  @Test("a last leaf without a sibling joins the node on its left")
  func oddLeaf() {
    let program = LeafProgram(SumTree(leafCount: 5), leaves: 3..<5)
    #expect(program.instructions == [.write(node: leaf(3), slot: 0), .write(node: leaf(4), slot: 1)])
    let whole = LeafProgram(SumTree(leafCount: 5), leaves: 0..<5)
    #expect(whole.instructions.last == .accumulate(node: leaf(4), slot: 0))
  }

  @Test("few slots are enough", arguments: SumTreeTests.leafCounts)
  func slots(leafCount: Int) {
    let tree = SumTree(leafCount: leafCount)
    var height = 0
    while 1 << height < leafCount { height += 1 }
    #expect(LeafProgram(tree, leaves: 0..<leafCount).slotCount <= max(height, 1))
    for start in 0..<leafCount {
      for end in start...leafCount {
        #expect(LeafProgram(tree, leaves: start..<end).slotCount <= max(2 * height, 1))
      }
    }
  }

  @Test("each leaf is visited once, from left to right")
  func order() {
    let visited = LeafProgram(SumTree(leafCount: 48), leaves: 7..<41).instructions.compactMap { instruction in
      switch instruction {
      case .write(let node, _), .accumulate(let node, _): node
      case .add: nil
      }
    }
    #expect(visited == (7..<41).map(leaf))
  }

  @Test("several leaves at once: whole nodes of the tree", arguments: [1, 2, 3, 4, 8, 100])
  func leavesAtOnce(most: Int) {
    let tree = SumTree(leafCount: 23)
    let alone = LeafProgram(tree, leaves: 3..<23)
    let program = LeafProgram(tree, leaves: 3..<23, leavesAtOnce: most)
    #expect(program.sums == alone.sums)
    var next = 3
    for case .write(let node, _) in program.instructions.map(\.asWrite) {
      #expect(tree.leaves(of: node).lowerBound == next)
      #expect(tree.leaves(of: node).count <= most)
      next = tree.leaves(of: node).upperBound
    }
    #expect(next == 23)
  }

  private func leaf(_ index: Int) -> SumTree.Node { SumTree.Node(height: 0, index: index) }
}

extension LeafProgram.Instruction {
  /// An accumulation as if it were written: both compute a node.
  fileprivate var asWrite: Self {
    if case .accumulate(let node, let slot) = self { .write(node: node, slot: slot) } else { self }
  }
}
