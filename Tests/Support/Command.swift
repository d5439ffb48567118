import Foundation

/// A program with its arguments and surroundings, to be run as a child process.
package struct Command: Sendable, CustomStringConvertible {
  /// The program's file.
  package let program: String
  /// Its arguments.
  package var arguments: [String]
  /// Variables added to those that the tests run with, which win over them.
  package var environment: [String: String]
  /// The current folder of the child; nil for that of the tests.
  package var folder: String?
  /// After so long the child is ended, and its test fails.
  package var limit: Duration

  /// A call of `program` with `arguments`; all else as the properties say.
  package init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], folder: String? = nil,
    limit: Duration = .seconds(180)
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.limit = limit
  }

  /// The command as a line of a shell, without quotation marks.
  package var description: String {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return (variables + [program] + arguments).joined(separator: " ")
  }

  /// Starts the child and waits for its end.
  ///
  /// - Throws: ``TimeLimitExceeded``; Foundation's error if the program cannot be started.
  package func run() async throws -> CommandResult {
    try await RunningCommand(self).result()
  }

  /// The child's whole environment: what other launchers and users of the program set for themselves is left out.
  var childEnvironment: [String: String] {
    let foreign = ["LOCKSTEP_", "OMPI_", "PMIX_", "PMI_", "PRTE_", "MV2_", "SLURM_"]
    return ProcessInfo.processInfo.environment
      .filter { name, _ in !foreign.contains { name.hasPrefix($0) } && name != "COLUMNS" }
      .merging(environment) { $1 }
  }
}
