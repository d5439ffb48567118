import Foundation
import Support
import Testing

extension DistributedTests {
  /// `lockstep launch local`, which stays with the ranks that it has started.
  @Suite(
    "Supervised jobs", .timeLimit(.minutes(5)),
    .enabled(if: ProcessList.isAvailable, "skipped: without /proc the ranks of a job cannot be found"))
  struct SupervisedJobTests {
    private let small: SmallJob

    init() throws { small = try SmallJob(images: 2000) }

    @Test("no rank and no mpirun outlives what was killed", arguments: ["launch", "mpirun"])
    func killed(victim: String) async throws {
      let job = try RunningCommand(supervised(["--epochs", "10000"]))
      try await firstCheckpoint(of: job)
      let processes = ProcessList.processes(withArgument: small.folder.path)
      let found = processes.first {
        let words = ProcessList.arguments(of: $0)
        return victim == "launch" ? words.dropFirst().first == "launch" : words.first?.contains("/mpirun") ?? false
      }
      kill(try #require(found, "there is no \(victim) among \(processes.map(ProcessList.arguments))"), SIGKILL)
      let result = try await job.result()
      #expect(result.exitCode == 137, "\(result)")
      try await end()
    }

    /// Long enough for what is done to them.
    private static let epochs = ["--epochs", "30", "--checkpoint-every", "5steps"]

    @Test("a rank that is killed costs a restart, and no bit of the result")
    func restart() async throws {
      let job = try RunningCommand(supervised(Self.epochs, restarts: 3))
      try await firstCheckpoint(of: job)
      let ranks = ProcessList.processes(withArgument: small.folder.path)
      let victim = ranks.first { ProcessList.isRank(1, $0) }
      kill(try #require(victim, "rank 1 is not among the processes \(ranks)"), SIGKILL)
      let result = try await job.result()
      #expect(result.exitCode == 0, "\(result)")
      #expect(result.standardError.contains("launch local: the job was ended by signal 9 after "), "\(result)")
      let expected = try await untouched()
      #expect(digest(of: result) == expected && expected != nil)
      try await end()
    }

    @Test(
      "a signal to the launcher ends all ranks with a checkpoint and 75, and the same command goes on",
      arguments: [SIGTERM, SIGUSR1])
    func signal(number: Int32) async throws {
      let job = try RunningCommand(supervised(Self.epochs + ["--resume", "auto"], restarts: 3))
      try await firstCheckpoint(of: job)
      let saved = small.folder.checkpoints.last
      job.send(number)
      let result = try await job.result()
      #expect(result.exitCode == 75, "\(result)")
      #expect(result.standardOutput == "")
      #expect(small.folder.checkpoints.last != saved, "\(result)")
      try await end()
      let again = try await supervised(Self.epochs + ["--resume", "auto"]).run()
      #expect(again.exitCode == 0, "\(again)")
      let expected = try await untouched()
      #expect(digest(of: again) == expected && expected != nil)
    }

    private func digest(of result: CommandResult) -> String? { TrainingResult(result.standardOutput)?.weightsSHA256 }

    /// The digest of a run that nobody has touched.
    private func untouched() async throws -> String? {
      let arguments = ["train", "--model", "lab-001", "--output-dir", small.scratch.path("untouched"), "--no-report"]
      let run = LockstepProgram.command(arguments + Self.epochs, environment: ["LOCKSTEP_DATA": small.data])
      return digest(of: try await run.run())
    }

    private func supervised(_ options: [String], restarts: Int = 0) -> Command {
      let launch = ["launch", "local", "-n", "2", "--bind", "none", "--max-restarts", "\(restarts)"]
      let training = ["train", "--model", "lab-001", "--output-dir", small.folder.path, "--no-report"] + options
      return LockstepProgram.command(
        launch + training, environment: MPILauncher.rootIsAllowed.merging(["LOCKSTEP_DATA": small.data]) { $1 })
    }

    private func firstCheckpoint(of job: RunningCommand) async throws {
      try await DistributedTests.wait("the first checkpoint") { !small.folder.checkpoints.isEmpty || !job.isRunning }
    }

    private func end() async throws {
      try await DistributedTests.wait("the end of all processes") {
        ProcessList.processes(withArgument: small.folder.path).isEmpty
      }
    }
  }
}
