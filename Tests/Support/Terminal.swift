import Foundation

/// A terminal for child processes, by util-linux' `script`.
package struct Terminal: Sendable {
  private static let program = "/usr/bin/script"

  /// Whether there are terminals here.
  package static let isThere: Bool = {
    #if os(Linux)
      return FileManager.default.isExecutableFile(atPath: program)
    #else
      return false
    #endif
  }()

  private let columns: Int

  /// A terminal of so many columns.
  package init(columns: Int) { self.columns = columns }

  /// A command that runs a script of the shell on the terminal; what appears there is its standard output.
  package func command(_ script: String, environment: [String: String] = [:]) -> Command {
    let usual = ["TERM": "xterm", "NO_COLOR": "", "FORCE_COLOR": "", "CLICOLOR_FORCE": ""]
    return Command(
      Self.program, ["-q", "-e", "-c", "stty cols \(columns) rows 24; \(script)", "/dev/null"],
      environment: usual.merging(environment) { $1 })
  }

  /// What appears on the terminal while `command` runs, which must succeed; lines end as in files.
  ///
  /// - Parameter redirection: what the shell is to do with its streams.
  /// - Throws: ``UnexpectedExit``, and what running throws.
  package func output(of command: Command, redirection: String = "") async throws -> String {
    let words = ([command.program] + command.arguments).map { "'\($0)'" }
    let script = "exec \(words.joined(separator: " ")) \(redirection)"
    let result = try await self.command(script, environment: command.environment).run()
    guard result.exitCode == 0 else { throw UnexpectedExit(result: result) }
    return result.standardOutput.replacing("\r\n", with: "\n")
  }
}

/// A command failed that should not.
package struct UnexpectedExit: Error, CustomStringConvertible {
  /// How it ended.
  package let result: CommandResult

  /// The failure of the command that ended with `result`.
  package init(result: CommandResult) { self.result = result }

  package var description: String { "\(result)" }
}
