package import Collectives

/// Who computes which leaves in a group of ranks, in which slots the sums are published, and how the group adds them up.
///
/// All ranks of a group make the same plan; without shared memory a group is one rank.
package struct GroupPlan {
  /// What each thread of each rank does with its leaves.
  package let programs: [[LeafProgram]]
  /// How the group's sums are added; the slots of all workers' sums are numbered through the group.
  package let joining: SumTree.Joining
  /// The slots of each thread of each rank: those of its sums, and at least one, in which the others put new parameters.
  package let slots: [[Range<Int>]]
  package let slotCount: Int

  /// The number in the group of the worker that is a thread of a rank.
  package func number(ofThread thread: Int, ofRank rank: Int) -> Int {
    programs[..<rank].reduce(thread) { $0 + $1.count }
  }

  /// Whether one worker computes everything, so that nobody reads what another wrote.
  package var isAlone: Bool { programs.count == 1 && programs[0].count == 1 }
  /// For each worker, the slot in which the others put new parameters.
  package var mailboxes: [Int] { slots.flatMap { $0.map(\.lowerBound) } }

  /// - Parameters:
  ///   - ranks: the group's ranks of the job.
  ///   - rankCount: the ranks of the job, among which the leaves are divided.
  ///   - threads: of each rank of the group.
  ///   - leavesAtOnce: how many leaves a pass takes.
  package init(_ tree: SumTree, ranks: Range<Int>, of rankCount: Int, threads: [Int], leavesAtOnce: Int) {
    var (programs, slots): ([[LeafProgram]], [[Range<Int>]]) = ([], [])
    var sums: [SumTree.PartialSum] = []
    var slotCount = 0
    for (rank, threads) in zip(ranks, threads) {
      let leaves = (0..<tree.leafCount).part(rank, of: rankCount)
      programs.append(
        (0..<threads).map { LeafProgram(tree, leaves: leaves.part($0, of: threads), leavesAtOnce: leavesAtOnce) })
      slots.append([])
      for program in programs[programs.count - 1] {
        sums += program.sums.map { SumTree.PartialSum($0.node, slot: slotCount + $0.slot) }
        let end = slotCount + max(program.sums.count, 1)
        slots[slots.count - 1].append(slotCount..<end)
        slotCount = end
      }
    }
    (self.programs, self.slots, self.slotCount) = (programs, slots, slotCount)
    joining = tree.joining(sums)
  }
}
