import Foundation
import Support
import Testing

extension DistributedTests {
  /// The scripts in Launch, which become what `lockstep launch` prints.
  @Suite("Scripts of a launch")
  struct LaunchScriptTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Launch")

    let small: SmallJob

    init() throws { small = try SmallJob() }

    @Test("Launch/local trains on ranks, and the weights are those of one process")
    func local() async throws {
      let ranks = try await script("local", ["-n", "3", "--bind", "none"] + training(small.folder.path)).run()
      #expect(ranks.failure == nil)
      #expect(ranks.errorLines.contains { $0.hasPrefix("ranks x threads  3 x ") }, "\(ranks)")
      let one = try await script("local", ["--ranks", "1", "--"] + training(small.scratch.path("one"))).run()
      #expect(one.failure == nil)
      #expect(TrainingResult(ranks.standardOutput)?.weightsSHA256 == TrainingResult(one.standardOutput)?.weightsSHA256)
      let again = try await script("local", ["-n", "2"] + training(small.folder.path)).run()
      #expect(again.exitCode == 73, "\(again)")
    }

    @Test("a dry run prints what the program prints, and starts nothing", arguments: ["local", "hosts"])
    func dryRun(place: String) async throws {
      let options =
        ["-n", "2", "--mpi-args", "-q"] + (place == "hosts" ? ["--hosts", "h1,h2", "--interface", "eth0"] : [])
      let printed = try await script(place, options + ["--dry-run"] + training("absent")).run()
      #expect(printed.failure == nil)
      let own = ["launch", place, "--print", "--program", LockstepProgram.path] + options + training("absent")
      let planned = try await LockstepProgram.command(own, environment: environment).run()
      #expect(printed.standardOutput == planned.standardOutput)
      #expect(printed.standardOutput.contains("/mpirun "), "\(printed)")
    }

    @Test("one message, and the program's exit code, for what cannot be started")
    func refusals() async throws {
      let cases: [(arguments: [String], code: Int32, message: String)] = [
        (["train", "--epocs", "3"], 64, "Error: Unknown option '--epocs'"), ([], 64, "Error: no command"),
        (["--dry-run", "--program", "/nonexistent", "train"], 69, "Launch/local: no program at /nonexistent"),
        (["--ranks"], 64, "Error: Missing value for '"), (["--program"], 64, "--program needs a value"),
        (["evaluate", "--model-file", "absent"], 66, "lockstep: absent: "),
      ]
      for (arguments, code, message) in cases {
        let result = try await script("local", arguments).run()
        #expect(result.exitCode == code && result.standardError.contains(message), "\(result)")
        #expect(result.errorLines.filter { $0.hasPrefix("Usage: ") }.count <= 1, "\(result)")
      }
    }

    @Test("the user root is refused unless told twice, but not what needs no mpirun")
    func root() async throws {
      guard geteuid() == 0 else { return }
      var job = script("local", ["-n", "2"] + training(small.folder.path))
      job.environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = nil
      let result = try await job.run()
      #expect(result.exitCode == 69 && result.standardError.contains("mpirun does not run as root"), "\(result)")
      job.arguments[1] = "1"
      #expect(try await job.run().exitCode == 0)
    }

    @Test("standard input is left to the loop around it")
    func input() async throws {
      var job = script("local", ["-n", "2"] + training(small.folder.path))
      job = Command(
        "/bin/sh", ["-c", #"echo next | { "$0" "$@"; cat; }"#, job.program] + job.arguments,
        environment: job.environment)
      let result = try await job.run()
      #expect(result.failure == nil)
      #expect(result.standardOutput.hasSuffix("\nnext\n"), "\(result)")
    }

    @Test("are refused among ranks, which cannot start others")
    func amongRanks() async throws {
      let inner = script("local", ["-n", "2"] + training(small.folder.path))
      let words = [inner.program] + inner.arguments
      let call = "LOCKSTEP_PROGRAM='\(LockstepProgram.path)' exec \(words.joined(separator: " "))"
      let result = try await small.job(ranks: 2, wrapper: call).run()
      #expect(result.exitCode == 69, "\(result)")
      #expect(result.messages.count == 1 && result.standardError.contains("launch local was started by mpirun"))
    }

    @Test("their own help names the options that the program has for them", arguments: ["local", "hosts"])
    func help(place: String) async throws {
      let own = try await script(place, ["--help"]).run()
      let program = try await LockstepProgram.run("launch", place, "--help")
      func options(_ text: String) -> Set<Substring> { Set(text.matches(of: /(?m)^ *(?:-n, )?(--[a-z-]+)/).map(\.1)) }
      let ofScript: Set<Substring> = ["--dry-run"]
      let ofProgram: Set<Substring> = ["--print", "--version", "--help"]
      #expect(
        options(own.standardOutput).subtracting(ofScript)
          == options(program.standardOutput).subtracting(ofProgram))
    }

    private var environment: [String: String] {
      MPILauncher.rootIsAllowed.merging(["LOCKSTEP_PROGRAM": LockstepProgram.path]) { $1 }
    }

    private func script(_ place: String, _ arguments: [String]) -> Command {
      Command(Self.folder.appending(path: place).path, arguments, environment: environment, folder: small.scratch.path)
    }

    private func training(_ folder: String) -> [String] {
      ["train", "--model", "lab-001", "--epochs", "1", "--data", small.data, "--output-dir", folder, "--no-report"]
    }
  }
}
