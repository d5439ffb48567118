package import ExitCodes

/// A collective call that did not succeed.
package struct CommunicationError: ProgramError, Hashable {
  /// What was attempted, with its size: "sum of 93322 floats".
  package let call: String
  /// The rank that reports the error; nil before ranks are known.
  package let rank: Int?
  /// Why it failed: the communication library's own text, or what is wrong with the arguments.
  package let reason: String

  /// An error of `call` on `rank`, for this reason.
  package init(_ call: String, rank: Int?, reason: String) {
    self.call = call
    self.rank = rank
    self.reason = reason
  }

  package var exitStatus: ExitStatus { .launchUnusable }

  package var description: String {
    let who = rank.map { "rank \($0): " } ?? ""
    return "\(who)\(call) failed: \(reason)"
  }
}
