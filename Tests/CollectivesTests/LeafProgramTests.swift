import Collectives
import Testing

@Suite("Leaf program")
struct LeafProgramTests {
  @Test("second leaves of pairs are added where they are computed")
  func pairs() {
    let program = LeafProgram(SumTree(leafCount: 4), leaves: 0..<4)
    #expect(
      program.instructions == [
        .write(leaf: 0, slot: 0), .accumulate(leaf: 1, slot: 0),
        .write(leaf: 2, slot: 1), .accumulate(leaf: 3, slot: 1),
        .add(SumTree.Addition(into: 0, adding: 1)),
      ])
    #expect(program.sums == [SumTree.PartialSum(SumTree.Node(height: 2, index: 0), slot: 0)])
    #expect(program.slotCount == 2)
  }

  @Test("a last leaf without a sibling joins the node on its left")
  func oddLeaf() {
    let program = LeafProgram(SumTree(leafCount: 5), leaves: 3..<5)
    #expect(program.instructions == [.write(leaf: 3, slot: 0), .write(leaf: 4, slot: 1)])
    let whole = LeafProgram(SumTree(leafCount: 5), leaves: 0..<5)
    #expect(whole.instructions.last == .accumulate(leaf: 4, slot: 0))
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
      case .write(let leaf, _), .accumulate(let leaf, _): leaf
      case .add: nil
      }
    }
    #expect(visited == Array(7..<41))
  }
}
