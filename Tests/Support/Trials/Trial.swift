import ExitCodes
import Foundation

/// A call of the program with something hostile in it, which must end properly, whatever it is.
package struct Trial: Sendable {
  /// What is tried, for the message of a failed test.
  package let title: String
  /// The call; no message of the test shows more of it.
  package var command: Command
  /// The exit codes that are right here.
  package var exitCodes: Set<Int32>
  /// Texts of which a message of failure must have one; none for any message.
  package var remedies: [String] = []
  /// What else must hold after the end: gives a fault in words, or nil.
  package var inspection: (@Sendable (CommandResult) -> String?)?

  /// All exit codes of the program that are no accident.
  package static let documentedExitCodes = Set(ExitStatus.table.map(\.status.rawValue)).subtracting([1])
  /// Time enough on a busy machine for what takes a moment; who needs more hangs.
  package static let limit = Duration.seconds(60)
  /// The address space that a call may have, in kB: what asks for more, reads or reserves without bound.
  package static let addressSpace = 1 << 20

  /// A trial of `command`, in a folder of its own.
  package init(_ title: String, _ command: Command, exitCodes: Set<Int32> = documentedExitCodes) {
    self.title = title
    self.command = command
    self.command.limit = Self.limit
    self.exitCodes = exitCodes
  }

  /// Runs the call.
  func end() async -> TrialEnd {
    let start = ContinuousClock.now
    do {
      let result = try await command.run()
      return TrialEnd(trial: self, result: result, isInTime: true, duration: .now - start)
    } catch let error as TimeLimitExceeded {
      return TrialEnd(trial: self, result: error.result, isInTime: false, duration: .now - start)
    } catch {
      return TrialEnd(trial: self, result: nil, isInTime: true, duration: .now - start)
    }
  }
}

/// How a trial ended.
package struct TrialEnd: Sendable {
  let trial: Trial
  /// Nil if it could not be started.
  let result: CommandResult?
  let isInTime: Bool
  /// From the call's start to its end.
  let duration: Duration

  /// The exit code in words.
  var exit: String { isInTime ? result.map { "\($0.exitCode)" } ?? "not started" : "still running" }

  /// What is wrong, in words; nil if nothing is.
  var fault: String? {
    guard let result else { return "\(trial.title): could not be started: \(trial.command)" }
    var faults: [String] = []
    if !isInTime { faults.append("still running after \(trial.command.limit)") }
    if !trial.exitCodes.contains(result.exitCode) {
      faults.append("exit code \(result.exitCode), expected one of \(trial.exitCodes.sorted())")
    }
    if let trace = result.traceOfCrash { faults.append("the program crashed: \(trace)") }
    if result.exitCode != 0, result.exitCode != 2, result.messages.count != 1 {
      faults.append("\(result.messages.count) messages, expected 1")
    }
    let isExplained = trial.remedies.isEmpty || trial.remedies.contains { result.standardError.contains($0) }
    if result.exitCode != 0, !isExplained { faults.append("the message names none of \(trial.remedies)") }
    if let fault = trial.inspection?(result) { faults.append(fault) }
    guard !faults.isEmpty else { return nil }
    return "\(trial.title): \(faults.joined(separator: "; "))\n\(result.shortened)"
  }
}

extension CommandResult {
  /// The call and the end of what it wrote: enough to see what happened.
  fileprivate var shortened: String {
    """
      \(command.suffix(400))
      standard output: \(standardOutput.suffix(200).debugDescription)
      standard error: \(standardError.suffix(600).debugDescription)
    """
  }
}
