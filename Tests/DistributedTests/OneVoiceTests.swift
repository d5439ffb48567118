import Support
import Testing

extension DistributedTests {
  /// Every rank parses the arguments, one speaks.
  @Suite("One voice")
  struct OneVoiceTests {
    @Test(
      "what needs no other rank is printed once",
      arguments: [
        ["--help"], ["train", "--help"], ["--version"], ["summary"], ["data", "info"], ["launch", "--help"],
      ])
    func answer(arguments: [String]) async throws {
      let plain = try await LockstepProgram.command(arguments).run()
      let job = try await MPILauncher.job(ranks: 3, arguments).run()
      #expect(job.failure == nil)
      #expect(job.standardOutput == plain.standardOutput)
      #expect(job.standardError == "")
    }

    @Test(
      "a usage error is printed once, and its code comes out of mpirun",
      arguments: [
        (["train", "--epochs=-1"], "--epochs -1: expected 0 to 1000000"),
        (["train", "--epocs", "1"], "Unknown option '--epocs'. Did you mean '--epochs'?"),
        (["inspect"], "Missing expected argument '<file>'"),
      ])
    func usageError(arguments: [String], message: String) async throws {
      let job = try await MPILauncher.job(ranks: 3, arguments).run()
      #expect(job.refusalFault(exitCode: 64, "Error: \(message)") == nil)
      #expect(job.errorLines.filter { $0.hasPrefix("Usage: ") }.count == 1, "\(job)")
    }

    @Test("inspect prints once")
    func inspection() async throws {
      let run = try SmallJob()
      #expect(try await run.job(ranks: 2).run().failure == nil)
      let plain = try await LockstepProgram.run("inspect", run.folder.model)
      let job = try await MPILauncher.job(ranks: 3, ["inspect", run.folder.model]).run()
      #expect(job.failure == nil)
      #expect(job.standardOutput == plain.standardOutput)
    }

    @Test("a wrong number of class names is said once, and its code comes out of mpirun")
    func classNames() async throws {
      let run = try SmallJob()
      #expect(try await run.job(ranks: 2).run().failure == nil)
      let arguments = ["evaluate", "--model-file", run.folder.model, "--data", run.data, "--class-names", "a,b"]
      let job = try await MPILauncher.job(ranks: 3, arguments).run()
      #expect(job.refusalFault(exitCode: 64, "--class-names: 2 names, but the model has 10 classes") == nil)
      #expect(!job.standardError.contains("MPI_ABORT"), "\(job)")
    }

    @Test("results and progress are printed once, in plain lines")
    func training() async throws {
      let run = try SmallJob()
      let job = try await run.job(ranks: 3).run()
      #expect(job.failure == nil)
      #expect(TrainingResult(job.standardOutput) != nil, "\(job)")
      #expect(job.errorLines.filter { $0.hasPrefix("Epoch 1/1") }.count == 1, "\(job)")
      #expect(job.errorLines.contains { $0.hasPrefix("ranks x threads  3 x ") }, "\(job)")
      let control = job.standardError.unicodeScalars
        .filter { $0.properties.generalCategory == .control && $0 != "\n" }
      #expect(control.isEmpty, "control characters in \(job)")
    }
  }
}
