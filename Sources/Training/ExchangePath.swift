import Collectives

/// What the user says about how gradients travel; the bits are the same.
package enum ExchangeMode: String, CaseIterable, Sendable {
  /// Shared memory where the ranks of each host can have it, else messages.
  case auto
  /// Shared memory, or an error.
  case shared
  /// Messages between all ranks.
  case messages
}

/// How gradients travel in this run.
package enum ExchangePath: Equatable, Sendable {
  case oneRank
  /// All ranks share memory.
  case shared
  /// The ranks of each host share memory, and send messages to other hosts.
  case sharedAndMessages(ranksPerHost: Int)
  case messages

  init(_ group: HostGroup) {
    switch (group.rankCount, group.groupCount) {
    case (1, 1): self = .oneRank
    case (1, _): self = .messages
    case (_, 1): self = .shared
    case (let ranks, _): self = .sharedAndMessages(ranksPerHost: ranks)
    }
  }

  /// In words.
  package var text: String {
    switch self {
    case .oneRank: "within one process"
    case .shared: "through shared memory"
    case .sharedAndMessages(let ranks): "through memory shared by \(ranks) ranks a host, messages between hosts"
    case .messages: "in messages"
    }
  }
}

/// Why gradients cannot travel as the user wants.
package enum ExchangeError: Error, Equatable, CustomStringConvertible {
  case noSharedMemory

  package var description: String {
    "--exchange shared: the ranks cannot share memory. It takes the same number of ranks on every host, numbered host by "
      + "host (mpirun --map-by core), at least 2 of them, and room in /dev/shm; or use --exchange auto"
  }
}
