/// The ranks of a node that work on one shared memory, and who stands for the same place on the other nodes.
///
/// Where memory is shared, the ranks of a node are to training what threads are: each does its part of every
/// array, and nothing is copied. Between nodes, each rank of a node exchanges its part with its peers.
package final class NodeGroup: Sendable {
  /// This rank's number in the group, and the number of ranks.
  package let rank: Int
  package let rankCount: Int
  /// The number of this group among all, and how many there are; groups have consecutive ranks of the job.
  package let number: Int
  package let groupCount: Int
  /// The ranks of the job that have the same number in their groups.
  package let peers: any Communicator
  /// The ranks of the group.
  private let local: any Communicator
  /// What each of them may use.
  private let processors: [ProcessorSet]

  /// A group of each rank's own: nothing is shared, everything travels in messages.
  package init(alone communicator: any Communicator) {
    (rank, rankCount) = (0, 1)
    (number, groupCount) = (communicator.rank, communicator.rankCount)
    peers = communicator
    local = SoloRank()
    processors = [.current]
  }

  /// The ranks that share a node, where every node has as many and they are numbered node by node; else each rank alone.
  /// Collective.
  package init(sharing communicator: any Communicator) throws(CommunicationError) {
    let node = try communicator.sameNode()
    let isRegular =
      communicator.rank % node.rankCount == node.rank && communicator.rankCount % node.rankCount == 0
    let largest = try communicator.maximum(node.rankCount)
    let canShare = isRegular && largest == node.rankCount && node.rankCount > 1
    guard try communicator.maximum(canShare ? 0 : 1) == 0 else {
      (rank, rankCount) = (0, 1)
      (number, groupCount) = (communicator.rank, communicator.rankCount)
      peers = communicator
      local = SoloRank()
      processors = [.current]
      return
    }
    (rank, rankCount) = (node.rank, node.rankCount)
    (number, groupCount) = (communicator.rank / node.rankCount, communicator.rankCount / node.rankCount)
    peers = try communicator.split(color: node.rank)
    local = node
    processors = try ProcessorSet.all(of: node)
  }

  /// Each rank's bytes, in the order of the group. Collective.
  package func gatherBytes(_ bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]] { try local.gatherBytes(bytes) }

  /// Memory for the whole group, with a barrier; nil on all its ranks where the system has none. Collective.
  package func shareMemory(byteCount: Int) throws(CommunicationError) -> GroupMemory? {
    guard rankCount > 1 else {
      return GroupMemory(SharedMemory(byteCount: byteCount), start: 0, barrier: nil, processors: processors)
    }
    let header = NodeBarrier.byteCount(ranks: rankCount)
    guard let memory = try local.shareMemory(byteCount: header + byteCount) else { return nil }
    let barrier = NodeBarrier(
      memory, rank: rank, rankCount: rankCount,
      isCrowded: ProcessorSet.areCrowded(processors, threadsOfEach: 1))
    return GroupMemory(memory, start: header, barrier: barrier, processors: processors)
  }
}
