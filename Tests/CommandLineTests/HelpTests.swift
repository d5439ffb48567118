import Support
import Testing

/// What `--help` prints, word for word: a change to it is seen, and read, in the review of the change.
@Suite("Help")
struct HelpTests {
  @Test("is this text, on standard output", arguments: HelpText.all)
  func text(help: HelpText) async throws {
    let result = try await LockstepProgram.command(help.command + ["--help"]).run()
    #expect(result.failure == nil)
    #expect(result.standardError == "")
    #expect(result.standardOutput == help.text + "\n")
  }

  @Test("is there under its other names", arguments: HelpText.all)
  func otherNames(help: HelpText) async throws {
    for arguments in [["help"] + help.command, help.command + ["-h"]] {
      let result = try await LockstepProgram.command(arguments).run()
      #expect(result.failure == nil)
      #expect(result.standardOutput == help.text + "\n")
    }
  }

  @Test("is what the program prints when it is called with nothing")
  func withoutArguments() async throws {
    let result = try await LockstepProgram.run()
    #expect(result.failure == nil)
    #expect(result.standardOutput == HelpText.program.text + "\n")
  }

  @Test("fits 80 columns and tells nothing about this machine", arguments: HelpText.all)
  func shape(help: HelpText) {
    for line in help.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(help.text.firstMatch(of: /\/(home|root|tmp|Users|build)\b/) == nil)
  }

  @Test("--version prints a version and nothing else", arguments: [[], ["train"], ["inspect"]])
  func version(command: [String]) async throws {
    let result = try await LockstepProgram.command(command + ["--version"]).run()
    #expect(result.failure == nil)
    #expect(result.standardError == "")
    #expect(result.standardOutput.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(result)")
  }
}
