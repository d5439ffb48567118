import Collectives
import Testing
import Training

/// What is published of the gradients of a group.
@Suite("Plan of a group")
struct GroupPlanTests {
  @Test("one worker alone publishes nothing")
  func alone() {
    let tree = SumTree(leafCount: 8)
    #expect(GroupPlan(tree, ranks: 0..<1, of: 1, threads: [1], leavesAtOnce: 4).isAlone)
    #expect(GroupPlan(tree, ranks: 1..<2, of: 2, threads: [1], leavesAtOnce: 4).isAlone)
    #expect(!GroupPlan(tree, ranks: 0..<1, of: 1, threads: [2], leavesAtOnce: 4).isAlone)
    #expect(!GroupPlan(tree, ranks: 0..<2, of: 2, threads: [1, 1], leavesAtOnce: 4).isAlone)
  }

  @Test("every sum has a slot, and every worker", arguments: [1, 2, 5, 8, 12], 1...3)
  func slots(leaves: Int, threads: Int) {
    let tree = SumTree(leafCount: leaves)
    for (ranks, all) in [(0..<1, 1), (0..<2, 2), (2..<4, 4), (1..<3, 5)] {
      let plan = GroupPlan(tree, ranks: ranks, of: all, threads: ranks.map { _ in threads }, leavesAtOnce: 2)
      let slots = plan.slots.flatMap { $0 }
      #expect(slots.map(\.count) == plan.programs.flatMap { $0 }.map { max($0.sums.count, 1) })
      #expect(slots.flatMap { Array($0) } == Array(0..<plan.slotCount))
      #expect(plan.mailboxes == slots.map(\.lowerBound))
    }
  }
}
