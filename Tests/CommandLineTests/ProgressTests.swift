import Foundation
import Support
import Testing

/// Progress on a terminal and in a file.
@Suite("Progress", .serialized)
struct ProgressTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  /// A program that gives a child a terminal, and writes what appears there to its own output.
  private static let terminal = "/usr/bin/script"
  private static let hasTerminal = FileManager.default.isExecutableFile(atPath: terminal)

  /// Trains on a terminal of so many columns.
  private func onTerminal(
    _ options: [String] = [], columns: Int = 100, environment: [String: String] = [:], redirection: String = ""
  ) async throws -> String {
    let call = ([LockstepProgram.path] + run.arguments(outputFolder: run.folder.path) + options)
      .map { "'\($0)'" }.joined(separator: " ")
    let command = Command(
      Self.terminal, ["-q", "-e", "-c", "stty cols \(columns) rows 24; \(call) \(redirection)", "/dev/null"],
      environment: ["TERM": "xterm", "NO_COLOR": "", "FORCE_COLOR": "", "CLICOLOR_FORCE": ""]
        .merging(environment) { $1 })
    let result = try await command.run()
    try #require(result.exitCode == 0, "\(result)")
    return result.standardOutput
  }

  @Test("on a terminal is a bar that gives way to the epoch's line", .enabled(if: hasTerminal))
  func bar() async throws {
    let text = try await onTerminal()
    #expect(text.contains("Epoch 1/2\r\n\u{1B}[?7l1/4 \u{1B}[32m"), "\(text)")
    #expect(text.contains(#/\u{1B}\[1A\r\u{1B}\[K4/4 - \d+\.\ds - [^\r]* images/s\r\nEpoch 2/2\r\n/#), "\(text)")
    #expect(text.contains(/ETA \d/))
  }

  @Test(
    "has no colours where they are not wanted", .enabled(if: hasTerminal),
    arguments: [
      (["--color", "never"], [:]), ([], ["NO_COLOR": "1"]), ([], ["NO_COLOR": "1", "FORCE_COLOR": "1"]),
    ])
  func withoutColors(options: [String], environment: [String: String]) async throws {
    let text = try await onTerminal(options, environment: environment)
    #expect(text.contains("\n\u{1B}[?7l1/4 ━━━"), "\(text)")
    #expect(!text.contains(/\u{1B}\[\d+m/), "\(text)")
  }

  @Test("has colours where they are wanted all the same", .enabled(if: hasTerminal))
  func forcedColors() async throws {
    let options = ["--color", "always", "--progress", "bar"]
    let text = try await onTerminal(options, environment: ["NO_COLOR": "1", "TERM": "dumb"])
    #expect(text.contains("\u{1B}[32m━"), "\(text)")
  }

  @Test(
    "on a terminal is plain lines where they are wanted, or nothing else is understood", .enabled(if: hasTerminal),
    arguments: [
      (["--verbose", "2"], [:]), (["--progress", "plain"], ["FORCE_COLOR": "1"]), ([], ["TERM": "dumb"]),
    ])
  func plain(options: [String], environment: [String: String]) async throws {
    let text = try await onTerminal(options, environment: environment).replacing("\r\n", with: "\n")
    #expect(text.contains(#/\nEpoch 1/2 - 4/4 - /#), "\(text)")
    #expect(!text.contains("\u{1B}") && !text.contains("\r"), "\(text)")
  }

  @Test(
    "in a file has no control characters, whatever is asked for", .enabled(if: hasTerminal),
    arguments: [[], ["--progress", "bar", "--color", "always"], ["--verbose", "1"]])
  func file(options: [String]) async throws {
    let file = run.scratch.path("log")
    _ = try await onTerminal(options, environment: ["FORCE_COLOR": "1"], redirection: "2> '\(file)'")
    let text = try run.scratch.text("log")
    #expect(text.contains(#/\nEpoch 1/2 - 4/4 - /#), "\(text)")
    let control = text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
    #expect(control.isEmpty, "\(text)")
  }

  @Test("none leaves the plan, and --verbose 0 leaves nothing")
  func none() async throws {
    let result = try await run.train("--progress", "none")
    #expect(result.standardError.hasPrefix("model "), "\(result)")
    #expect(!result.standardError.contains("Epoch "), "\(result)")
    let folder = run.scratch.path("silent")
    let arguments = run.arguments(outputFolder: folder) + ["--verbose", "0", "--progress", "none"]
    let silent = try await LockstepProgram.command(arguments).run()
    #expect(silent.failure == nil)
    #expect(silent.standardError == "run directory: \(folder)\n")
  }

  @Test("a signal leaves a whole line behind", .enabled(if: hasTerminal))
  func signal() async throws {
    let call = ([LockstepProgram.path] + run.arguments(outputFolder: run.folder.path) + ["--epochs", "100000"])
      .map { "'\($0)'" }.joined(separator: " ")
    // Asked to end after a second, by the shell: its 128 + 15 is what the system makes of the signal.
    let script = "stty cols 100; \(call) & sleep 1; kill -TERM $!; wait $!; echo code $?"
    let result = try await Command(
      Self.terminal, ["-q", "-e", "-c", script, "/dev/null"], environment: ["TERM": "xterm"]
    ).run()
    #expect(result.standardOutput.contains("\r\ncode 143\r\n"), "\(result)")
  }
}
