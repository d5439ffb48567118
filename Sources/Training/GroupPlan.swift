import Collectives

/// Who computes which leaves in a group of ranks, in which slots the sums are, and how the group adds them up.
///
/// All ranks of a group make the same plan; without shared memory a group is one rank.
struct GroupPlan {
  /// What each thread of each rank does with its leaves.
  let programs: [[LeafProgram]]
  /// How the group's sums are added; slots are numbered through the group.
  let joining: SumTree.Joining
  /// The number of the first slot of each thread of each rank.
  let firstSlots: [[Int]]
  let slotCount: Int

  /// Whether one worker computes everything, so that nobody reads what another wrote.
  var isAlone: Bool { programs.count == 1 && programs[0].count == 1 }
  /// The slots that the group adds to no other, nor others to them: what they hold is sent as it is.
  var slotsLeft: Set<Int> {
    Set(joining.remaining.map(\.slot)).subtracting(joining.additions.map(\.into))
  }

  /// - Parameters:
  ///   - ranks: the group's ranks of the job.
  ///   - rankCount: the ranks of the job, among which the leaves are divided.
  ///   - threads: of each rank of the group.
  ///   - leavesAtOnce: how many leaves a pass takes.
  init(_ tree: SumTree, ranks: Range<Int>, of rankCount: Int, threads: [Int], leavesAtOnce: Int) {
    var (programs, firstSlots): ([[LeafProgram]], [[Int]]) = ([], [])
    var sums: [SumTree.PartialSum] = []
    var slots = 0
    for (rank, threads) in zip(ranks, threads) {
      let leaves = (0..<tree.leafCount).part(rank, of: rankCount)
      programs.append(
        (0..<threads).map { LeafProgram(tree, leaves: leaves.part($0, of: threads), leavesAtOnce: leavesAtOnce) })
      firstSlots.append([])
      for program in programs[programs.count - 1] {
        sums += program.sums.map { SumTree.PartialSum($0.node, slot: slots + $0.slot) }
        firstSlots[firstSlots.count - 1].append(slots)
        slots += program.slotCount
      }
    }
    (self.programs, self.firstSlots, slotCount) = (programs, firstSlots, slots)
    joining = tree.joining(sums)
  }
}
