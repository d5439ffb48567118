package import Collectives

/// Who computes which leaves in a group of ranks, in which slots the sums are published, and how the group adds them up.
///
/// All ranks of a group make the same plan; without shared memory a group is one rank.
package struct GroupPlan {
  /// The leaves of each thread of each rank: as many as shards, of which each batch has one.
  package let leaves: [[Range<Int>]]
  /// What each thread of each rank does with its leaves.
  package let programs: [[LeafProgram]]
  /// How the group's sums are added; the slots of all workers' sums are numbered through the group.
  package let joining: SumTree.Joining
  /// The slots of each thread of each rank: those of its sums, and at least one, in which the others put new parameters.
  package let slots: [[Range<Int>]]
  package let slotCount: Int

  /// Whether the threads of a rank of the group have just these leaves.
  func divides(_ shards: Range<Int>, amongThreadsOf rank: Int) -> Bool {
    leaves[rank].flatMap { Array($0) } == Array(shards)
  }

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
    let leaves = zip(ranks, threads).map { rank, threads in
      let own = ShardOwnership.shards(ofRank: rank, of: rankCount, among: tree.leafCount)
      return (0..<threads).map { ShardOwnership.shards(ofThread: $0, of: threads, among: own) }
    }
    programs = leaves.map { $0.map { LeafProgram(tree, leaves: $0, leavesAtOnce: leavesAtOnce) } }
    var slots: [[Range<Int>]] = []
    var sums: [SumTree.PartialSum] = []
    var slotCount = 0
    for rank in programs {
      slots.append([])
      for program in rank {
        sums += program.sums.map { SumTree.PartialSum($0.node, slot: slotCount + $0.slot) }
        let end = slotCount + max(program.sums.count, 1)
        slots[slots.count - 1].append(slotCount..<end)
        slotCount = end
      }
    }
    (self.leaves, self.slots, self.slotCount) = (leaves, slots, slotCount)
    joining = tree.joining(sums)
  }
}
