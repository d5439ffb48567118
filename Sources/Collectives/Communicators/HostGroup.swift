/// The ranks of a host that work on one shared memory, and who stands for the same place on the other hosts.
///
/// Where memory is shared, the ranks of a host are to training what threads are: each does its part of every
/// array, and nothing is copied. Between hosts, each rank of a host exchanges its part with its peers.
package final class HostGroup: Sendable {
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

  /// With which this rank says what it does; nil where nobody watches.
  package var heartbeat: Heartbeat? { peers.heartbeat }

  /// A group of each rank's own: nothing is shared, everything travels in messages.
  package init(alone communicator: any Communicator) {
    (rank, rankCount) = (0, 1)
    (number, groupCount) = (communicator.rank, communicator.rankCount)
    peers = communicator
    local = SoloRank()
    processors = [.current]
  }

  /// The ranks that share a host, where every host has as many and they are numbered host by host; else each rank alone.
  /// Collective.
  package init(sharing communicator: any Communicator) throws(CommunicationError) {
    let host = try communicator.sameHost()
    let isRegular =
      communicator.rank % host.rankCount == host.rank && communicator.rankCount % host.rankCount == 0
    let largest = try communicator.maximum(host.rankCount)
    let canShare = isRegular && largest == host.rankCount && host.rankCount > 1
    guard try communicator.maximum(canShare ? 0 : 1) == 0 else {
      (rank, rankCount) = (0, 1)
      (number, groupCount) = (communicator.rank, communicator.rankCount)
      peers = communicator
      local = SoloRank()
      processors = [.current]
      return
    }
    (rank, rankCount) = (host.rank, host.rankCount)
    (number, groupCount) = (communicator.rank / host.rankCount, communicator.rankCount / host.rankCount)
    peers = try communicator.split(color: host.rank)
    local = host
    processors = try ProcessorSet.all(of: host)
  }

  /// Each rank's bytes, in the order of the group. Collective.
  package func gatherBytes(_ bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]] { try local.gatherBytes(bytes) }

  /// Memory for the whole group, with a barrier; nil on all its ranks where the system has none. Collective.
  package func shareMemory(byteCount: Int) throws(CommunicationError) -> GroupMemory? {
    guard rankCount > 1 else {
      return GroupMemory(SharedMemory(byteCount: byteCount), start: 0, barrier: nil, processors: processors)
    }
    let header = HostBarrier.byteCount(ranks: rankCount)
    guard let memory = try local.shareMemory(byteCount: header + byteCount) else { return nil }
    let barrier = HostBarrier(
      memory, rank: rank, rankCount: rankCount,
      isCrowded: ProcessorSet.areCrowded(processors, threadsOfEach: 1))
    return GroupMemory(memory, start: header, barrier: barrier, processors: processors, heartbeat: heartbeat)
  }
}
