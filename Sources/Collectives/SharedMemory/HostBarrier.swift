import Synchronization

/// Lets the ranks of a host wait for each other through their shared memory: some hundred nanoseconds where all are there.
///
/// Each rank counts its arrivals in a cache line of its own, in which others write only how many of them sleep. One thread of
/// a rank calls ``wait()``: the one that does all collective calls.
///
/// Up to eight ranks wait for all others. More do so in rounds: behind the first a rank knows of itself and the seven before it,
/// behind the second of the 64 up to it, so that a rank waits for seven others a round, and for P ranks there are log₈ P.
///
/// - Source: D. Hensgen, R. Finkel and U. Manber, Two Algorithms for Barrier Synchronization (1988): the dissemination barrier.
@safe
final class HostBarrier: @unchecked Sendable {
  private let memory: SharedMemory
  private let rank: Int
  private let rankCount: Int
  private var patience: Patience
  private var arrivals = 0

  /// So many ranks know of each other behind a round.
  private static let radix = 8
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
    let first = arrivals + 1
    // Of how many ranks this one knows, up to its own number.
    var known = 1
    repeat {
      // Each round is an arrival of its own.
      arrivals += 1
      count(of: rank).raise(to: arrivals)
      for step in 1..<Self.radix where step * known < rankCount {
        try wait(for: (rank + rankCount - step * known) % rankCount, first: first)
      }
      known *= Self.radix
    } while known < rankCount
  }

  /// Says that a rank of this memory will not come any more, so that the others need not wait for ever.
  static func abandon(_ memory: SharedMemory) {
    unsafe hasLeft(memory).pointee.store(1, ordering: .releasing)
  }

  /// - Parameter first: the count of who has come to this barrier.
  private func wait(for other: Int, first: Int) throws(CommunicationError) {
    try count(of: other).wait(for: arrivals, &patience) { () throws(CommunicationError) in
      guard unsafe Self.hasLeft(memory).pointee.load(ordering: .acquiring) != 0 else { return }
      // Who has passed this barrier may leave at once. Then all have come to it, and will pass it too.
      if (0..<rankCount).allSatisfy({ count(of: $0).value >= first }) { return }
      throw CommunicationError("host barrier", rank: rank, reason: "a rank of this host has left the job")
    }
  }

  private func count(of rank: Int) -> AwaitedCount { unsafe AwaitedCount(at: memory.start + (rank + 1) * Self.stride) }

  /// Whether a rank will not come any more: nobody is woken for it, but who sleeps looks here from time to time.
  private static func hasLeft(_ memory: SharedMemory) -> UnsafeMutablePointer<Atomic<Int>> {
    unsafe memory.start.assumingMemoryBound(to: Atomic<Int>.self)
  }
}
