#if DEBUG || Faults
  import Foundation
  import Support
  import Testing

  /// Faults that are made on purpose, which only builds have that are not shipped.
  @Suite("A fault on purpose", .serialized)
  struct FaultTests {
    let run: SampleRun

    init() throws { run = try SampleRun() }

    /// Trains with a fault, and checkpoints after every other step.
    private func train(_ fault: String, _ variables: [String: String] = [:]) async throws -> CommandResult {
      let arguments = run.arguments(outputFolder: run.folder.path) + ["--checkpoint-every", "2steps", "--verbose", "0"]
      let environment = variables.merging(["LOCKSTEP_FAULT": fault]) { $1 }
      return try await LockstepProgram.command(arguments, environment: environment).run()
    }

    @Test("that cannot be read is a usage error")
    func refused() async throws {
      let result = try await train("0:1:gradients")
      #expect(result.exitCode == 64, "\(result)")
      #expect(result.messages.count == 1, "\(result)")
      #expect(result.standardError.contains("LOCKSTEP_FAULT: 0:1:gradients: has 3 parts, expected 4"), "\(result)")
    }

    @Test(
      "that crashes says rank, signal, phase and step",
      arguments: [("segfault", "SIGSEGV", SIGSEGV, "take"), ("abort", "SIGABRT", SIGABRT, "gradients")])
    func crash(kind: String, name: String, number: Int32, phase: String) async throws {
      let result = try await train("0:3:\(phase):\(kind)")
      #expect(result.exitCode == 128 + number, "\(result)")
      #expect(result.messages.count == 1, "\(result)")
      let line = "lockstep: rank 0 crashed with \(name) in \(phase) of step 3; "
      #expect(result.standardError.contains(line), "\(result)")
    }

    @Test(
      "that ends the process leaves valid checkpoints, or none yet", arguments: [("kill", 128 + SIGKILL), ("exit", 3)])
    func end(kind: String, code: Int32) async throws {
      let result = try await train("0:7:exchange:\(kind)")
      #expect(result.exitCode == code, "\(result)")
      for checkpoint in run.folder.checkpoints {
        #expect(try await LockstepProgram.run("inspect", checkpoint).failure == nil)
      }
    }

    @Test(
      "of the disk costs one checkpoint and one warning, and changes nothing else",
      arguments: [
        ("disk-full", "No space left on device"), ("io-error", "Input/output error"),
        ("failed-fsync", "Input/output error"), ("failed-close", "Input/output error"),
        ("failed-rename", "Input/output error"), ("short-write", nil),
      ])
    func disk(kind: String, warning: String?) async throws {
      let usual = try await run.train("--output-dir", run.scratch.path("usual"))
      let result = try await train("0:3:checkpoint:\(kind)")
      #expect(result.exitCode == 0, "\(result)")
      #expect(
        TrainingResult(result.standardOutput)?.weightsSHA256 == TrainingResult(usual.standardOutput)?.weightsSHA256)
      let warnings = result.messages.filter { $0.contains("could not be saved") }
      #expect(warnings.count == (warning == nil ? 0 : 1), "\(result)")
      if let warning { #expect(warnings.first?.contains(warning) ?? false, "\(result)") }
      let files = try FileManager.default.subpathsOfDirectory(atPath: run.folder.path)
      #expect(files.filter { $0.hasSuffix(".tmp") } == [])
      let newest = try #require(run.folder.checkpoints.last)
      #expect(try await LockstepProgram.run("inspect", newest).failure == nil)
    }

    @Test("strikes once in a run that has a log, whoever starts it again")
    func log() async throws {
      let log = run.scratch.path("faults.log")
      for code in [128 + SIGKILL, 0] {
        let result = try await train("0:2:optimise:kill,0:9999:take:kill", ["LOCKSTEP_FAULT_LOG": log])
        #expect(result.exitCode == code, "\(result)")
        try? FileManager.default.removeItem(atPath: run.folder.path)
      }
      #expect(try String(contentsOfFile: log, encoding: .utf8) == "0:2:optimise:kill struck at step 2\n")
    }
  }
#endif
