import ExitCodes
import TextTables

/// What a reader made of an input.
package enum Outcome: Equatable, Sendable {
  case accepted
  /// With the message for the user.
  case refused(String)

  /// What comes of `read`: a refusal must be an error that tells the user, on one line, and ends with one of `codes`.
  ///
  /// - Throws: ``BrokenPromise``.
  static func of(_ codes: [ExitStatus] = [.badData], _ read: () throws -> Void) throws(BrokenPromise) -> Outcome {
    do {
      try read()
      return .accepted
    } catch let broken as BrokenPromise {
      throw broken
    } catch {
      let (status, message) = (ExitStatus(of: error), "\(error)")
      try require(codes.contains(status), "an error that ends with \(status.rawValue): \(message)")
      try require(
        message == message.printable(limit: .max), "a message of more than plain text: \(message.debugDescription)")
      try require(message.utf8.count <= 10_000, "a message of \(message.utf8.count) bytes")
      return .refused(message)
    }
  }
}

/// Something that a reader promises, and that does not hold.
package struct BrokenPromise: Error, CustomStringConvertible {
  package let description: String
}

/// Throws ``BrokenPromise`` unless `condition` holds.
func require(_ condition: Bool, _ found: @autoclosure () -> String) throws(BrokenPromise) {
  guard condition else { throw BrokenPromise(description: found()) }
}
