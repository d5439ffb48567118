import Support
import Testing

/// Progress on a terminal and in a file.
@Suite("Progress", .serialized)
struct ProgressTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  /// What appears on a terminal of 100 columns.
  private func onTerminal(
    _ options: [String] = [], environment: [String: String] = [:], redirection: String = ""
  ) async throws -> String {
    let command = LockstepProgram.command(
      run.arguments(outputFolder: run.folder.path) + options, environment: environment)
    return try await Terminal(columns: 100).output(of: command, redirection: redirection)
  }

  @Test("on a terminal is a bar that gives way to the epoch's line", .enabled(if: Terminal.isThere))
  func bar() async throws {
    let text = try await onTerminal()
    #expect(text.contains("Epoch 1/2\n\u{1B}[?7l1/4 \u{1B}[32m"), "\(text)")
    #expect(text.contains(#/\u{1B}\[1A\r\u{1B}\[K4/4 - \d+\.\ds - [^\r]* images/s\nEpoch 2/2\n/#), "\(text)")
    #expect(text.contains(/ETA \d/))
  }

  @Test(
    "has no colours where they are not wanted", .enabled(if: Terminal.isThere),
    arguments: [
      (["--color", "never"], [:]), ([], ["NO_COLOR": "1"]), ([], ["NO_COLOR": "1", "FORCE_COLOR": "1"]),
    ])
  func withoutColors(options: [String], environment: [String: String]) async throws {
    let text = try await onTerminal(options, environment: environment)
    #expect(text.contains("\n\u{1B}[?7l1/4 ━━━"), "\(text)")
    #expect(!text.contains(/\u{1B}\[\d+m/), "\(text)")
  }

  @Test("has colours where they are wanted all the same", .enabled(if: Terminal.isThere))
  func forcedColors() async throws {
    let options = ["--color", "always", "--progress", "bar"]
    let text = try await onTerminal(options, environment: ["NO_COLOR": "1", "TERM": "dumb"])
    #expect(text.contains("\u{1B}[32m━"), "\(text)")
  }

  @Test(
    "on a terminal is plain lines where they are wanted, or nothing else is understood", .enabled(if: Terminal.isThere),
    arguments: [
      (["--verbose", "2"], [:]), (["--progress", "plain"], ["FORCE_COLOR": "1"]), ([], ["TERM": "dumb"]),
    ])
  func plain(options: [String], environment: [String: String]) async throws {
    let text = try await onTerminal(options, environment: environment)
    #expect(text.contains(#/\nEpoch 1/2 - 4/4 - /#), "\(text)")
    #expect(!text.contains("\u{1B}") && !text.contains("\r"), "\(text)")
  }

  @Test(
    "in a file has no control characters, whatever is asked for", .enabled(if: Terminal.isThere),
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

  @Test("a signal leaves a whole line behind", .enabled(if: Terminal.isThere))
  func signal() async throws {
    let call = ([LockstepProgram.path] + run.arguments(outputFolder: run.folder.path) + ["--epochs", "10000"])
      .map { "'\($0)'" }.joined(separator: " ")
    // Asked to end by the shell when an epoch has been drawn: the run saves where it stands, and ends with 75.
    let wait = "until grep -qs is_best '\(run.folder.path)/metrics.jsonl'; do sleep 0.1; done"
    let script = "\(call) & \(wait); kill -TERM $!; wait $!; echo code $?"
    let result = try await Terminal(columns: 100).command(script).run()
    #expect(result.standardOutput.hasSuffix("\r\ncode 75\r\n"), "\(result)")
  }
}
