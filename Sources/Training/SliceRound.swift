import Collectives
import KernelInterface

/// One round of ``SliceTransfer``: each member owns a part of what they have, receives all members' nodes of it, and adds them
/// in the order of the tree.
///
/// Each worker writes a part of its own: what it packs, and what it adds. In between the thread that calls ``reduce(with:)``
/// sends and receives.
final class SliceRound: @unchecked Sendable {
  /// The nodes that are left of this member's part after ``reduce(with:)``; one after the last round.
  let sums: [FloatView]
  /// Where that part is among the floats of the round.
  let own: Range<Int>
  private let communicator: any Communicator
  private let kernels: any KernelSet.Type
  private let nodes: [FloatView]
  private let slices: Blocks
  private let sendBlocks: Blocks
  private let receivedBlocks: Blocks
  /// The members' parts of all nodes, one after the other; nil where there is one node, which lies so already.
  private let packed: FloatBuffer?
  private let received: FloatBuffer
  /// How what was received is added, numbered in the order of the leaves.
  private let joining: SumTree.Joining

  /// - Parameters:
  ///   - communicator: the members, in their order.
  ///   - nodes: this member's, of the same floats.
  ///   - nodesOfMembers: which ones each member has.
  init(
    _ round: TransferRounds.Round, _ communicator: any Communicator, nodes: [FloatView],
    nodesOfMembers: [[SumTree.Node]], tree: SumTree, kernels: any KernelSet.Type
  ) throws {
    (self.communicator, self.kernels, self.nodes) = (communicator, kernels, nodes)
    // Parts of whole vectors, so that a part's sum has no tail.
    slices = try Blocks(counts: round.parts(of: nodes[0].count / Lanes.width).map { $0.count * Lanes.width })
    let own = slices.range(of: round.place)
    self.own = own
    sendBlocks = try Blocks(counts: slices.counts.map { nodes.count * Int($0) })
    receivedBlocks = try Blocks(counts: nodesOfMembers.map { $0.count * own.count })
    joining = tree.joining(nodesOfMembers.flatMap { $0 })
    packed = nodes.count == 1 ? nil : FloatBuffer(count: sendBlocks.total)
    let received = FloatBuffer(count: receivedBlocks.total)
    self.received = received
    sums = joining.remaining.map { received.view(at: $0.slot * own.count, count: own.count) }
  }

  /// Sends and adds. Collective over the members.
  func reduce(with team: WorkerTeam) throws(CommunicationError) {
    let parts = team.count
    if packed != nil { team.run { part in self.pack(part: part, of: parts) } }
    try (packed?.view ?? nodes[0]).withSpan { (send) throws(CommunicationError) in
      try received.view.withMutableSpan { (values) throws(CommunicationError) in
        try communicator.exchange(send, sendBlocks, into: &values, receivedBlocks)
      }
    }
    team.run { part in self.addReceived(part: part, of: parts) }
  }

  /// Completes the floats of the round, of which this member has its part. Collective over the members.
  func gather(_ result: FloatView) throws(CommunicationError) {
    try result.withMutableSpan { (values) throws(CommunicationError) in try communicator.gather(&values, slices) }
  }

  /// Copies one worker's share of the parts to where they are sent from: for each member its part of every node.
  private func pack(part: Int, of parts: Int) {
    guard let packed else { return }
    for owner in (0..<communicator.rankCount) where owner % parts == part {
      let slice = slices.range(of: owner)
      for (number, node) in nodes.enumerated() {
        let start = sendBlocks.range(of: owner).lowerBound + number * slice.count
        packed.view(at: start, count: slice.count).copy(from: node.slice(at: slice.lowerBound, count: slice.count))
      }
    }
  }

  /// Adds one worker's part of this member's part, in the order of the tree.
  private func addReceived(part: Int, of parts: Int) {
    let range = (0..<own.count).part(part, of: parts)
    func values(_ slot: Int) -> FloatView {
      received.view(at: slot * own.count + range.lowerBound, count: range.count)
    }
    for addition in joining.additions { kernels.add(values(addition.adding), to: values(addition.into)) }
  }
}
