package import ExitCodes

/// The error that all ranks throw when a phase failed on at least one of them.
package struct PhaseFailure: ProgramError, Hashable {
  /// What was being done: "loading the training images".
  package let phase: String
  /// The lowest rank that failed; the exit code and the message are its own.
  package let rank: Int
  /// The exit code with which every rank ends.
  package let exitCode: Int32
  /// What went wrong on that rank.
  package let message: String
  /// How many ranks failed.
  package let failedRankCount: Int
  /// How many ranks there are.
  package let rankCount: Int

  /// A failure in `phase`, first on `rank`.
  package init(
    phase: String, rank: Int, exitCode: Int32, message: String, failedRankCount: Int, rankCount: Int
  ) {
    self.phase = phase
    self.rank = rank
    self.exitCode = exitCode
    self.message = message
    self.failedRankCount = failedRankCount
    self.rankCount = rankCount
  }

  package var exitStatus: ExitStatus { ExitStatus(rawValue: exitCode) }
  package var isShared: Bool { true }

  package var description: String {
    guard rankCount > 1 else { return message }
    let others =
      switch failedRankCount - 1 {
      case 0: ""
      case let count where count == rankCount - 1: " (all \(rankCount) ranks failed)"
      case let count: " (and \(count) more of \(rankCount) ranks failed)"
      }
    return "rank \(rank), \(phase): \(message)\(others)"
  }
}
