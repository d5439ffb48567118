/// Lets all ranks fail where one fails, with one cause and one exit code, instead of waiting for it for ever.
///
/// ```swift
/// let together = FailTogether(communicator) { error in (exitCode(of: error), "\(error)") }
/// let images = try together("loading the training images") { try loadShard() }
/// ```
package struct FailTogether: Sendable {
  /// What is to be said of an error: the exit code of the job and the message for its user.
  package typealias Describe = @Sendable (any Error) -> (exitCode: Int32, message: String)

  private let communicator: any Communicator
  private let describe: Describe

  /// Lets the ranks of `communicator` fail together, with the codes and messages that `describe` gives errors.
  package init(_ communicator: any Communicator, describe: @escaping Describe) {
    self.communicator = communicator
    self.describe = describe
  }

  /// The result of `work` if it succeeded on every rank. Collective: every rank calls it with the same phase.
  ///
  /// `work` must contain no collective calls: a rank that fails before them would leave the others waiting in them.
  ///
  /// - Throws: the same `PhaseFailure` on every rank if `work` threw on any; `CommunicationError`.
  package func callAsFunction<Value: ~Copyable>(_ phase: String, _ work: () throws -> Value) throws -> Value {
    communicator.heartbeat?.beat(phase)
    let outcome = Result(catching: work)
    switch consume outcome {
    case .success(let value):
      guard try communicator.maximum(0) > 0 else { return value }
      throw try agreeOnFailure(in: phase, nil)
    case .failure(let error):
      _ = try communicator.maximum(1)
      throw try agreeOnFailure(in: phase, error)
    }
  }

  /// Tells every rank what happened on all of them; `failure` is nil on a rank that succeeded.
  private func agreeOnFailure(in phase: String, _ failure: (any Error)?) throws(CommunicationError) -> PhaseFailure {
    let own = failure.map(describe).map { Self.encode($0.exitCode, $0.message) } ?? []
    let all = try communicator.gatherBytes(own)
    let failed = all.indices.filter { !all[$0].isEmpty }
    let (exitCode, message) = failed.first.map { Self.decode(all[$0]) } ?? (1, "unknown")
    return PhaseFailure(
      phase: phase, rank: failed.first ?? 0, exitCode: exitCode, message: message,
      failedRankCount: failed.count, rankCount: all.count)
  }

  // A code as four bytes, most significant first, then the message in UTF-8; never empty, which means success.
  private static func encode(_ exitCode: Int32, _ message: String) -> [UInt8] {
    let bits = UInt32(bitPattern: exitCode)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) } + Array(message.utf8)
  }

  private static func decode(_ bytes: [UInt8]) -> (exitCode: Int32, message: String) {
    let bits = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return (Int32(bitPattern: bits), String(decoding: bytes.dropFirst(4), as: UTF8.self))
  }
}
