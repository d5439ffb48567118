import Collectives
import Testing

@Suite("Sum tree")
struct SumTreeTests {
  static let leafCounts = Array(1...40) + [48, 60, 64, 96, 120]

  @Test("any ranks and threads write the same expression", arguments: leafCounts)
  func sameExpression(leafCount: Int) {
    let expected = SymbolicSum.expected(leafCount: leafCount)
    for rankCount in 1...leafCount {
      for threadCount in 1...4 {
        let sum = distributedSum(leafCount, rankCount, threadCount)
        #expect(sum == expected, "\(rankCount) ranks × \(threadCount) threads")
      }
    }
  }

  /// The total as training computes it: threads, then their rank, then the owner of a slice.
  private func distributedSum(_ leafCount: Int, _ rankCount: Int, _ threadCount: Int) -> String {
    let tree = SumTree(leafCount: leafCount)
    var nodes: [SumTree.Node] = []
    var values: [String] = []
    for rank in 0..<rankCount {
      let leaves = (0..<leafCount).part(rank, of: rankCount)
      let programs = (0..<threadCount).map { LeafProgram(tree, leaves: leaves.part($0, of: threadCount)) }
      // The slots of all threads of a rank, one thread after the other.
      var slots: [String] = []
      var sums: [SumTree.PartialSum] = []
      for program in programs {
        sums += program.sums.map { SumTree.PartialSum($0.node, slot: slots.count + $0.slot) }
        slots += SymbolicSum.run(program)
      }
      let joining = tree.joining(sums)
      for addition in joining.additions { SymbolicSum.add(addition, in: &slots) }
      nodes += joining.remaining.map(\.node)
      values += joining.remaining.map { slots[$0.slot] }
      #expect(joining.remaining.map(\.node) == tree.maximalNodes(of: leaves))
    }
    let joining = tree.joining(nodes)
    for addition in joining.additions { SymbolicSum.add(addition, in: &values) }
    #expect(joining.remaining.map(\.slot) == [0])
    return values[0]
  }

  @Test("every range has the nodes of the plain rule", arguments: leafCounts)
  func maximalNodes(leafCount: Int) {
    let tree = SumTree(leafCount: leafCount)
    for start in 0...leafCount {
      for end in start...leafCount {
        #expect(tree.maximalNodes(of: start..<end) == nodesByRule(start, end, leafCount))
      }
    }
  }

  /// The same rule written another way: from leaf `i` climb to the parent as long as it starts at `i`, ends within the range,
  /// and has a right child; take that node, and go on behind it.
  private func nodesByRule(_ a: Int, _ b: Int, _ leafCount: Int) -> [SumTree.Node] {
    var nodes: [SumTree.Node] = []
    var i = a
    while i < b {
      var h = 0
      while i % (1 << (h + 1)) == 0 && min(i + 1 << (h + 1), leafCount) <= b && i + 1 << h < leafCount { h += 1 }
      nodes.append(SumTree.Node(height: h, index: i >> h))
      i = min(i + 1 << h, leafCount)
    }
    return nodes
  }

  @Test("the nodes of a range cover it once, and hold what the definition says", arguments: [1, 5, 12, 33, 48])
  func nodeValues(leafCount: Int) {
    let tree = SumTree(leafCount: leafCount)
    for start in 0..<leafCount {
      for end in start...leafCount {
        let program = LeafProgram(tree, leaves: start..<end)
        let slots = SymbolicSum.run(program)
        #expect(program.sums.flatMap { tree.leaves(of: $0.node) } == Array(start..<end))
        for sum in program.sums {
          let node = sum.node
          #expect(slots[sum.slot] == SymbolicSum.expected(node.height, node.index, leafCount: leafCount))
        }
      }
    }
  }

  @Test("a node is the sum of its children, and a leaf has none", arguments: [1, 2, 5, 7, 12, 33, 48])
  func children(leafCount: Int) {
    let tree = SumTree(leafCount: leafCount)
    for start in 0..<leafCount {
      for node in tree.maximalNodes(of: start..<leafCount) {
        let leaves = tree.leaves(of: node)
        let children = tree.maximalNodes(of: leaves, leavesAtMost: leaves.count - 1)
        #expect(children.count == (leaves.count > 1 ? 2 : 1))
        #expect(tree.joining(children).remaining.map(\.node) == [node])
      }
    }
  }

  @Test("nothing is added where nodes do not adjoin or are not siblings")
  func noAdditions() {
    let tree = SumTree(leafCount: 8)
    let leaf = (0..<8).map { SumTree.Node(height: 0, index: $0) }
    #expect(tree.joining([SumTree.Node]()).remaining.isEmpty)
    #expect(tree.joining([leaf[1], leaf[2]]).additions.isEmpty)
    #expect(tree.joining([leaf[0], leaf[2]]).additions.isEmpty)
    #expect(tree.joining([leaf[2], leaf[3]]).additions == [SumTree.Addition(into: 0, adding: 1)])
  }

  @Test("leaves beyond the tree are left out")
  func outside() {
    let tree = SumTree(leafCount: 4)
    #expect(tree.maximalNodes(of: -3..<9) == [SumTree.Node(height: 2, index: 0)])
    #expect(tree.maximalNodes(of: 4..<9).isEmpty)
    #expect(SumTree(leafCount: 0).maximalNodes(of: 0..<1).isEmpty)
    #expect(LeafProgram(tree, leaves: 7..<9).instructions.isEmpty)
  }
}
