import Synchronization

/// Where ranks that are threads meet: each brings a value to every round and leaves with the values of all.
final class Rendezvous: Sendable {
  private struct State {
    /// The values brought to the round that is open, by rank.
    var brought: [(any Sendable)?]
    /// The first caller of the open round and what it called.
    var opening: (rank: Int, call: String)?
    /// Why the open round cannot succeed.
    var mismatch: String?
    /// The number of rounds closed.
    var closedRounds = 0
    /// What came of the last round closed; all ranks take it before they can close the next.
    var outcome: Result<[any Sendable], Mismatch> = .success([])
    /// The first rank that has left for good.
    var departed: Int?
    /// Meetings of some of these ranks, and memory that they share: whoever waits there learns that a rank has left.
    var groups: [(meeting: Rendezvous, members: [Int])] = []
    var memories: [SharedMemory] = []
  }

  /// Ranks that called different things in one round.
  private struct Mismatch: Error { let reason: String }

  private let state: Mutex<State>
  /// Rounds closed; grows once more for every rank that leaves, so that nobody waits for it.
  private let progress = EventCounter()

  init(rankCount: Int) {
    state = Mutex(State(brought: Array(repeating: nil, count: rankCount)))
  }

  /// The values that all ranks brought to this round, by rank.
  ///
  /// - Throws: if the ranks called different things, or if a rank has left and so will never come.
  func meet<Value: Sendable>(
    _ call: String, rank: Int, bringing value: Value
  ) throws(CommunicationError) -> [Value] {
    let round = try state.withLock { state throws(CommunicationError) in
      try Self.arrive(&state, call, rank, value)
    }
    if round.isClosed { progress.increment() }
    progress.wait(for: round.number)
    let outcome = try state.withLock { state throws(CommunicationError) in
      guard state.closedRounds >= round.number else { throw Self.absence(of: state.departed, call, rank) }
      return state.outcome
    }
    switch outcome {
    case .success(let values): return values.compactMap { $0 as? Value }
    case .failure(let mismatch): throw CommunicationError(call, rank: rank, reason: mismatch.reason)
    }
  }

  /// Says that this rank will come to no further round.
  func leave(rank: Int) {
    let (groups, memories) = state.withLock { state in
      state.departed = state.departed ?? rank
      return (state.groups, state.memories)
    }
    progress.increment()
    for memory in memories { HostBarrier.abandon(memory) }
    for group in groups {
      if let number = group.members.firstIndex(of: rank) { group.meeting.leave(rank: number) }
    }
  }

  /// Says which ranks meet apart, and where.
  func tell(_ group: Rendezvous, members: [Int]) { state.withLock { $0.groups.append((group, members)) } }

  /// Says which memory the ranks share.
  func tell(_ memory: SharedMemory) { state.withLock { $0.memories.append(memory) } }

  /// Brings a value to the open round, and closes the round if it is the last one missing.
  private static func arrive(
    _ state: inout State, _ call: String, _ rank: Int, _ value: any Sendable
  ) throws(CommunicationError) -> (number: Int, isClosed: Bool) {
    if let departed = state.departed { throw absence(of: departed, call, rank) }
    let opening = state.opening ?? (rank, call)
    state.opening = opening
    if call != opening.call {
      state.mismatch = "rank \(opening.rank) called \(opening.call), rank \(rank) called \(call)"
    }
    state.brought[rank] = value
    let number = state.closedRounds + 1
    let values = state.brought.compactMap { $0 }
    guard values.count == state.brought.count else { return (number, false) }
    state.outcome = state.mismatch.map { .failure(Mismatch(reason: $0)) } ?? .success(values)
    state.brought = Array(repeating: nil, count: values.count)
    state.opening = nil
    state.mismatch = nil
    state.closedRounds = number
    return (number, true)
  }

  private static func absence(of departed: Int?, _ call: String, _ rank: Int) -> CommunicationError {
    let who = departed.map { "rank \($0)" } ?? "a rank"
    return CommunicationError(call, rank: rank, reason: "\(who) has left the job")
  }
}
