import Synchronization

/// Lets the ranks of a host wait for each other through their shared memory: some hundred nanoseconds where all are there.
///
/// Each rank counts its arrivals in a cache line of its own, in which others write only how many of them sleep. One thread of
/// a rank calls ``wait()``: the one that does all collective calls.
@safe
final class HostBarrier: @unchecked Sendable {
  private let memory: SharedMemory
  private let rank: Int
  private let rankCount: Int
  private var patience: Patience
  private var arrivals = 0

  /// Bytes from one rank's count to the next: two cache lines, which are fetched in pairs.
  private static let stride = 128

  /// The first bytes of the memory, which the barrier needs for itself.
  static func byteCount(ranks: Int) -> Int { (ranks + 1) * stride }

  /// - Parameters:
  ///   - memory: zeroed, at least ``byteCount(ranks:)``, the same for all ranks.
  ///   - isCrowded: whether the ranks are more than the processors that they may use.
  init(_ memory: SharedMemory, rank: Int, rankCount: Int, isCrowded: Bool) {
    precondition(memory.byteCount >= Self.byteCount(ranks: rankCount), "the memory is too small for the barrier")
    self.memory = memory
    self.rank = rank
    self.rankCount = rankCount
    patience = .ofRanks(isCrowded: isCrowded)
  }

  /// Returns when every rank has called it; what they wrote before is visible then. Collective.
  ///
  /// - Throws: if a rank has left.
  func wait() throws(CommunicationError) {
    arrivals += 1
    count(of: rank).raise(to: arrivals)
    for other in 0..<rankCount where other != rank { try wait(for: other) }
  }

  /// Says that a rank of this memory will not come any more, so that the others need not wait for ever.
  static func abandon(_ memory: SharedMemory) {
    unsafe hasLeft(memory).pointee.store(1, ordering: .releasing)
  }

  private func wait(for other: Int) throws(CommunicationError) {
    let theirs = count(of: other)
    try theirs.wait(for: arrivals, &patience) { () throws(CommunicationError) in
      guard unsafe Self.hasLeft(memory).pointee.load(ordering: .acquiring) != 0 else { return }
      // Who has passed this barrier may leave at once: look again.
      if theirs.value >= arrivals { return }
      throw CommunicationError("host barrier", rank: rank, reason: "a rank of this host has left the job")
    }
  }

  private func count(of rank: Int) -> AwaitedCount { unsafe AwaitedCount(at: memory.start + (rank + 1) * Self.stride) }

  /// Whether a rank will not come any more: nobody is woken for it, but who sleeps looks here from time to time.
  private static func hasLeft(_ memory: SharedMemory) -> UnsafeMutablePointer<Atomic<Int>> {
    unsafe memory.start.assumingMemoryBound(to: Atomic<Int>.self)
  }
}
