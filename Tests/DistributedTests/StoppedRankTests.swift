import Foundation
import Support
import Testing

extension DistributedTests {
  /// Ranks that do not get on: by a signal, or because of a file.
  @Suite(
    "Ranks that hang", .timeLimit(.minutes(5)),
    .enabled(if: ProcessList.isAvailable, "skipped: without /proc the ranks of a job cannot be found"))
  struct StoppedRankTests {
    private static let soon = ["--stall-check-warning-time-seconds", "1"]

    @Test(
      "a stopped rank is named, also the first one, and the training ends as if nothing had been", arguments: [0, 1])
    func stopped(rank: Int) async throws {
      let small = try SmallJob(images: 3000)
      let length = ["--epochs", "20", "--no-report"]
      let alone = try await LockstepProgram.command(
        ["train", "--model", "lab-001", "--data", small.data, "--output-dir", small.scratch.path("alone")] + length
      ).run()
      let job = try RunningCommand(small.job(ranks: 3, length + Self.soon))
      try await DistributedTests.wait("the first checkpoint") { !small.folder.checkpoints.isEmpty || !job.isRunning }
      let victim = try ProcessList.rank(rank, ofJobIn: small.folder.path)
      kill(victim, SIGSTOP)
      let text = "rank \(rank) (pid \(victim)) is stopped (state T), last seen "
      try await DistributedTests.wait("the warning") { job.standardErrorSoFar.contains(text) || !job.isRunning }
      kill(victim, SIGCONT)
      let result = try await job.result()
      #expect(result.exitCode == 0, "\(result)")
      let digest = TrainingResult(result.standardOutput)?.weightsSHA256
      #expect(digest != nil && digest == TrainingResult(alone.standardOutput)?.weightsSHA256, "\(result)")
      #expect(result.messages.contains { $0.contains(text) }, "\(result)")
      // A loaded machine may take a second for other things, too.
      #expect(result.messages.contains { $0.hasPrefix("lockstep: the ranks go on after ") }, "\(result)")
    }

    @Test("after the time for it the job ends with 70, and the stopped rank too", arguments: [0, 1])
    func shutdown(rank: Int) async throws {
      let small = try SmallJob(images: 600)
      let options = ["--epochs", "100000", "--stall-check-warning-time-seconds", "0"]
      let job = try RunningCommand(small.job(ranks: 2, options + ["--stall-check-shutdown-time-seconds", "8"]))
      try await DistributedTests.wait("the first checkpoint") { !small.folder.checkpoints.isEmpty || !job.isRunning }
      kill(try ProcessList.rank(rank, ofJobIn: small.folder.path), SIGSTOP)
      let result = try await job.result()
      #expect(result.exitCode == 70, "\(result)")
      #expect(result.messages.count == 1, "\(result)")
      #expect(result.messages.first?.contains("rank \(rank) (pid ") == true, "\(result)")
      #expect(result.messages.first?.hasSuffix("; the job ends after 8 s without progress") == true, "\(result)")
      try await DistributedTests.wait("the end of all ranks") {
        ProcessList.processes(withArgument: small.folder.path).isEmpty
      }
    }

    #if DEBUG
      @Test("a rank that is stopped before MPI has started is named, and the job ends with 70")
      func stoppedStart() async throws {
        let small = try SmallJob()
        var job = small.job(ranks: 3, Self.soon + ["--stall-check-shutdown-time-seconds", "4"])
        job.environment["LOCKSTEP_FAULT"] = "1:0:starting:stop"
        let result = try await job.run()
        #expect(result.exitCode == 70, "\(result)")
        let text = #/lockstep: rank [02] has waited 4 s for the other ranks in MPI_Init; rank 1 \(pid \d+\) is stopped/#
        #expect(result.messages.count { $0.contains(text) } == 1, "\(result)")
        #expect(result.messages.last?.hasSuffix("; the job ends") == true, "\(result)")
        try await DistributedTests.wait("the end of all ranks") {
          ProcessList.processes(withArgument: small.folder.path).isEmpty
        }
      }
    #endif

    @Test("a rank that cannot read its file to the end is named", arguments: [true, false])
    func stuckFile(sharesMemory: Bool) async throws {
      let small = try SmallJob()
      let pipe = small.scratch.path("indices")
      unsafe mkfifo(pipe, 0o600)
      // The pipe has a writer, who never writes: the rank itself.
      let wrapper = MPILauncher.onRank(0, "exec 9<>'\(pipe)'")
      let times = ["--stall-check-warning-time-seconds", "1", "--stall-check-shutdown-time-seconds", "15"]
      var job = small.job(ranks: 3, ["--validation-indices", pipe] + times, wrapper: wrapper)
      // Without shared windows each rank tells the others what it does.
      if !sharesMemory { job.environment["OMPI_MCA_osc"] = "^sm" }
      let result = try await job.run()
      #expect(result.exitCode == 70, "\(result)")
      // Where ranks tell each other by packets, the first message may be of what they said a second before.
      let message = result.messages.first { $0.hasPrefix("lockstep: ranks 1 and 2 wait after planning the runs for ") }
      #expect(message?.contains("; rank 0 (pid ") == true, "\(result)")
      #expect(message?.contains(" was last seen planning the runs, and sleeps (state S)") == true, "\(result)")
    }
  }
}

extension ProcessList {
  /// The process of one rank of the job whose files are in `folder`.
  fileprivate static func rank(_ rank: Int, ofJobIn folder: String) throws -> pid_t {
    let ranks = processes(withArgument: folder)
    let process = ranks.first { isRank(rank, $0) }
    return try #require(process, "rank \(rank) is not among the processes \(ranks)")
  }
}
