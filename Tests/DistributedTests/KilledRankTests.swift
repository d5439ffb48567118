import Foundation
import Support
import Testing

extension DistributedTests {
  /// A rank that dies without a word.
  @Suite(
    "Killed rank",
    .enabled(if: ProcessList.isAvailable, "skipped: without /proc the ranks of a job cannot be found"))
  struct KilledRankTests {
    @Test("ends the job, leaves no process behind, and the newest checkpoint is whole", arguments: [3, 12])
    func killedRank(ranks count: Int) async throws {
      let small = try SmallJob(images: 2000)
      let job = try RunningCommand(small.job(ranks: count, ["--epochs", "10000"]))
      // The first checkpoint is followed by the steps of the second epoch.
      try await DistributedTests.wait("the first checkpoint") { !small.folder.checkpoints.isEmpty || !job.isRunning }
      let ranks = ProcessList.processes(withArgument: small.folder.path)
      let victim = ranks.first { ProcessList.isRank(1, $0) }
      kill(try #require(victim, "rank 1 is not among the processes \(ranks)"), SIGKILL)
      let result = try await job.result()
      #expect(result.exitCode != 0)
      #expect(result.traceOfCrash == nil, "\(result)")
      // MPICH's mpirun has ended all ranks by then, and says so on standard output.
      if !MPILauncher.isHydra {
        #expect(result.standardOutput == "")
        let words = #/rank 1 \(process \d+\) has ended, last in [a-z]+ of step \d+/#
        #expect(result.messages.count { $0.contains(words) } == 1, "\(result)")
      }
      try await DistributedTests.wait("the end of all ranks") {
        ProcessList.processes(withArgument: small.folder.path).isEmpty
      }
      let checkpoint = try #require(small.folder.checkpoints.last, "\(result)")
      let inspection = try await LockstepProgram.run("inspect", checkpoint)
      #expect(inspection.failure == nil)
      #expect(inspection.standardOutput.contains("\ncontent sha256: verified\n"), "\(inspection)")
    }
  }
}
