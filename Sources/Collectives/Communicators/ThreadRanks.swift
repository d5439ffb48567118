import Synchronization

/// Ranks that are threads of one process: for tests of everything that is written against `Communicator`.
package enum ThreadRanks {
  /// Runs `body` once for each of `count` ranks, each on a thread of its own, and returns their results in rank order.
  ///
  /// - Parameter ranksPerHost: how many ranks in a row share memory, as those of a host do.
  ///
  /// A rank that throws or returns early does not hang the others: their next collective call throws.
  ///
  /// - Throws: the error of the lowest rank that failed by itself, not because another one had left;
  ///   `ThreadStartError`.
  package static func run<Value: Sendable>(
    count: Int, ranksPerHost: Int = 1, _ body: @escaping @Sendable (any Communicator) throws -> Value
  ) throws -> [Value] {
    let meeting = Rendezvous(rankCount: count)
    let results = Results<Value>(count: count)
    for rank in 0..<count {
      do {
        try DetachedThread.start {
          let communicator = ThreadRank(rank: rank, rankCount: count, ranksPerHost: ranksPerHost, meeting)
          let result = Result { try body(communicator) }
          meeting.leave(rank: rank)
          results.record(result, of: rank, wasLeft: communicator.wasLeft)
        }
      } catch {
        // The ranks that did start find this one missing, and end.
        meeting.leave(rank: rank)
        results.wait(for: rank)
        throw error
      }
    }
    results.wait(for: count)
    return try results.values()
  }
}

/// What has become of each rank.
private final class Results<Value: Sendable>: Sendable {
  private struct Entry {
    let result: Result<Value, any Error>
    /// Whether the rank failed only because another one had left.
    let wasLeft: Bool
  }

  private let entries: Mutex<[Entry?]>
  private let ended = EventCounter()

  init(count: Int) {
    entries = Mutex(Array(repeating: nil, count: count))
  }

  func record(_ result: Result<Value, any Error>, of rank: Int, wasLeft: Bool) {
    entries.withLock { $0[rank] = Entry(result: result, wasLeft: wasLeft) }
    ended.increment()
  }

  /// Waits until that many ranks have ended.
  func wait(for rankCount: Int) { ended.wait(for: rankCount) }

  /// The values of all ranks, or the error that says most.
  func values() throws -> [Value] {
    let all = entries.withLock { $0.compactMap { $0 } }
    for causes in [all.filter { !$0.wasLeft }, all] {
      for case .failure(let error) in causes.map(\.result) { throw error }
    }
    return try all.map { try $0.result.get() }
  }
}
