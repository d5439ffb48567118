import Collectives
import KernelInterface

/// Between groups of ranks: each peer owns a part of a slice of the gradient, receives all groups' nodes of it, adds them in the
/// order of the tree, and sends the sum back: a reduce-scatter and an all-gather whose additions do not depend on the
/// number of ranks.
///
/// Each worker writes a part of its own: what it packs, and what it adds. In between the thread that calls ``run(with:)`` sends and
/// receives.
///
/// - Cost: (nodes of the group + 1)(G − 1)/G slices sent per rank for G groups; one node where G divides S and both are
///   powers of two.
final class SliceTransfer: @unchecked Sendable {
  /// The summed slice after ``run(with:)``.
  let result: FloatBuffer
  private let communicator: any Communicator
  private let kernels: any KernelSet.Type
  /// The slice of this group's nodes, of which each part goes to its owner.
  private let nodes: [FloatView]
  private let slices: Blocks
  private let sendBlocks: Blocks
  private let receivedBlocks: Blocks
  private let sent: FloatBuffer
  private let received: FloatBuffer
  /// How the owner adds the nodes that it has received, numbered in the order of the leaves.
  private let top: SumTree.Joining

  init(group: HostGroup, tree: SumTree, nodes: [FloatView], kernels: any KernelSet.Type) throws {
    communicator = group.peers
    self.kernels = kernels
    self.nodes = nodes
    let (ranks, floats) = (group.groupCount, nodes[0].count)
    // Parts of whole vectors, so that a part's sum has no tail.
    let vectors = 0..<floats / Lanes.width
    slices = try Blocks(counts: (0..<ranks).map { vectors.part($0, of: ranks).count * Lanes.width })
    let nodesOfRanks = (0..<ranks).map { tree.maximalNodes(of: tree.leaves(ofGroup: $0, of: group)) }
    let own = Int(slices.counts[communicator.rank])
    sendBlocks = try Blocks(counts: slices.counts.map { nodes.count * Int($0) })
    receivedBlocks = try Blocks(counts: nodesOfRanks.map { $0.count * own })
    top = tree.joining(nodesOfRanks.flatMap { $0 })
    sent = FloatBuffer(count: sendBlocks.total)
    received = FloatBuffer(count: receivedBlocks.total)
    result = FloatBuffer(count: floats)
  }

  /// Sends, adds and gathers. Collective.
  func run(with team: WorkerTeam) throws(CommunicationError) {
    let parts = team.count
    team.run { part in self.pack(part: part, of: parts) }
    try sent.view.withSpan { (send) throws(CommunicationError) in
      try received.view.withMutableSpan { (values) throws(CommunicationError) in
        try communicator.exchange(send, sendBlocks, into: &values, receivedBlocks)
      }
    }
    team.run { part in self.addReceived(part: part, of: parts) }
    try result.view.withMutableSpan { (values) throws(CommunicationError) in
      try communicator.gather(&values, slices)
    }
  }

  /// Copies one worker's share of the slices to where they are sent from: for each owner its slice of every node.
  private func pack(part: Int, of parts: Int) {
    for owner in (0..<communicator.rankCount) where owner % parts == part {
      let slice = slices.range(of: owner)
      for (number, node) in nodes.enumerated() {
        let start = sendBlocks.range(of: owner).lowerBound + number * slice.count
        sent.view(at: start, count: slice.count).copy(from: node.slice(at: slice.lowerBound, count: slice.count))
      }
    }
  }

  /// Adds one worker's part of this rank's slice, in the order of the tree.
  private func addReceived(part: Int, of parts: Int) {
    let slice = slices.range(of: communicator.rank)
    let range = (0..<slice.count).part(part, of: parts)
    func values(_ slot: Int) -> FloatView {
      received.view(at: slot * slice.count + range.lowerBound, count: range.count)
    }
    for addition in top.additions { kernels.add(values(addition.adding), to: values(addition.into)) }
    result.view(at: slice.lowerBound + range.lowerBound, count: range.count).copy(from: values(0))
  }
}
