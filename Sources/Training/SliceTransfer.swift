import Collectives
import KernelInterface

/// Between groups of ranks: each peer owns a part of a slice of the gradient, receives all groups' nodes of it, adds them in the
/// order of the tree, and sends the sum back: a reduce-scatter and an all-gather whose additions do not depend on the
/// number of ranks.
///
/// Up to eight groups do so in one round, more in several (``TransferRounds``). Whatever the rounds, what is added are nodes of the
/// tree.
///
/// - Cost: (nodes of the group + 1)(G − 1)/G slices sent per rank for G groups; one node where G divides S and both are
///   powers of two.
final class SliceTransfer {
  /// The summed slice after ``run(with:)``.
  let result: FloatBuffer
  /// With the place of each one's floats in the slice.
  private let rounds: [(round: SliceRound, floats: Range<Int>)]
  /// This rank's part of the sum, and where it is in the slice.
  private let sum: FloatView
  private let own: Range<Int>

  /// Collective over the peers.
  ///
  /// - Parameter nodes: the slice of this group's nodes.
  init(group: HostGroup, tree: SumTree, nodes: [FloatView], kernels: any KernelSet.Type) throws {
    let plan = TransferRounds(group: group.number, of: group.groupCount)
    var (nodes, own) = (nodes, 0..<nodes[0].count)
    var rounds: [(round: SliceRound, floats: Range<Int>)] = []
    for step in plan.rounds {
      let members = plan.rounds.count == 1 ? group.peers : try group.peers.split(color: step.color)
      if step.members.count == 1 { continue }
      let nodesOfMembers = step.members.map { tree.maximalNodes(of: tree.leaves(ofGroups: $0, of: group)) }
      let round = try SliceRound(
        step, members, nodes: nodes, nodesOfMembers: nodesOfMembers, tree: tree, kernels: kernels)
      rounds.append((round, own))
      (nodes, own) = (round.sums, own.lowerBound + round.own.lowerBound..<own.lowerBound + round.own.upperBound)
    }
    (self.rounds, self.own, sum) = (rounds, own, nodes[0])
    result = FloatBuffer(count: rounds[0].floats.count)
  }

  /// Sends, adds and gathers. Collective.
  func run(with team: WorkerTeam) throws(CommunicationError) {
    for (round, _) in rounds { try round.reduce(with: team) }
    result.view(at: own.lowerBound, count: own.count).copy(from: sum)
    for (round, floats) in rounds.reversed() {
      try round.gather(result.view(at: floats.lowerBound, count: floats.count))
    }
  }
}
