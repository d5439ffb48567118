/// How a child process ended, and what it wrote.
package struct CommandResult: Sendable, CustomStringConvertible {
  /// The command as a line of a shell.
  package let command: String
  /// The exit code; 128 plus the signal's number if a signal ended the child, as shells count.
  package let exitCode: Int32
  /// What it wrote to standard output.
  package let standardOutput: String
  /// What it wrote to standard error, mpirun's own words included.
  package let standardError: String

  /// Everything, for the message of a failed test.
  package var description: String {
    """
    \(command)
    exit code \(exitCode)
    standard output: \(standardOutput.isEmpty ? "nothing" : "\n" + standardOutput)
    standard error: \(standardError.isEmpty ? "nothing" : "\n" + standardError)
    """
  }

  /// The lines of standard output that are not empty.
  package var outputLines: [Substring] { standardOutput.split(separator: "\n") }
  /// The lines of standard error that are not empty.
  package var errorLines: [Substring] { standardError.split(separator: "\n") }

  /// The lines with which the program begins a message of failure: the argument parser's, and its own.
  package var messages: [Substring] {
    errorLines.filter { $0.hasPrefix("lockstep: ") || $0.hasPrefix("Error: ") }
  }

  /// What a crash of the program leaves in its output, nil if there is none of it.
  package var traceOfCrash: String? {
    ["Fatal error", "Program crashed", "Backtrace", "Illegal instruction", "Segmentation fault"]
      .first { standardError.contains($0) || standardOutput.contains($0) }
  }
}

/// A child did not end in time.
package struct TimeLimitExceeded: Error, CustomStringConvertible {
  /// The time that it had.
  package let limit: Duration
  /// What it wrote before it was ended.
  package let result: CommandResult

  /// The message of the failed test.
  package var description: String { "still running after \(limit), ended by the test: \(result)" }
}
