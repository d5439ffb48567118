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
        return victim == "launch" ? words.dropFirst().first == "launch" : words.first?.hasSuffix("/mpirun") ?? false
      }
      kill(try #require(found, "there is no \(victim) among \(processes.map(ProcessList.arguments))"), SIGKILL)
      let result = try await job.result()
      #expect(result.exitCode == 137, "\(result)")
      try await end()
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
