import Support
import Testing

/// The runner of child processes, on which the tests of the program rely.
@Suite("Command")
struct CommandTests {
  @Test("captures both outputs and the exit code")
  func output() async throws {
    let result = try await shell("echo result; echo progress >&2; exit 66").run()
    #expect(result.exitCode == 66)
    #expect(result.standardOutput == "result\n")
    #expect(result.standardError == "progress\n")
  }

  @Test("counts a signal as shells do")
  func signal() async throws {
    #expect(try await shell("kill -9 $$").run().exitCode == 137)
  }

  @Test("starts a child that can be asked to end")
  func signals() async throws {
    #expect(try await shell(#"trap "echo asked; exit 0" TERM; kill -TERM $$; sleep 1; exit 1"#).run().exitCode == 0)
  }

  @Test("adds variables to those that are there, and gives nothing to read")
  func environment() async throws {
    var command = shell(#"echo "$ADDED ${PATH:+path} [$(cat)]""#)
    command.environment = ["ADDED": "1"]
    #expect(try await command.run().standardOutput == "1 path []\n")
  }

  @Test("ends a child that takes too long, and keeps what it wrote")
  func timeLimit() async throws {
    var command = shell("echo started; exec sleep 600")
    command.limit = .seconds(2)
    let error = await #expect(throws: TimeLimitExceeded.self) { try await command.run() }
    #expect(error?.result.standardOutput == "started\n")
  }

  private func shell(_ script: String) -> Command { Command("/bin/sh", ["-c", script]) }
}
