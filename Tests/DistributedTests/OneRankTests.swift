import Foundation
import Support
import Testing

extension DistributedTests {
  /// Jobs of one rank, and commands that share the place of a rank.
  @Suite("One rank, several commands")
  struct OneRankTests {
    let small: SmallJob

    init() throws { small = try SmallJob() }

    @Test("one rank needs no MPI, so that a script under mpirun has several")
    func twoCommands() async throws {
      let again = #""$@" --no-report --verbose 0 && set -- "$@" --output-dir '\#(small.scratch.path("second"))'"#
      let result = try await small.job(ranks: 1, wrapper: again).run()
      #expect(result.failure == nil)
      #expect(result.outputLines.filter { $0.hasPrefix("weights sha256: ") }.count == 2, "\(result)")
      #expect(result.errorLines.contains { $0.hasPrefix("ranks x threads  1 x ") && $0.hasSuffix(" (one process)") })
    }

    @Test("several ranks have one command, and the second says why it cannot start")
    func twoCommandsOfTwoRanks() async throws {
      let again = #""$@" --no-report --verbose 0; set -- "$@" --output-dir '\#(small.scratch.path("second"))'"#
      let result = try await small.job(ranks: 2, wrapper: again).run()
      #expect(result.exitCode == 69, "\(result)")
      #expect(result.messages.count == 1, "\(result)")
      #expect(result.standardError.contains("lockstep: another lockstep has been a rank here before: "), "\(result)")
      #expect(!FileManager.default.fileExists(atPath: small.scratch.path("second")))
    }

    @Test(
      "a rank that mpirun binds to a part of the machine is told so, and how to have all of it",
      .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "there is one processor"),
      .disabled(if: MPILauncher.isHydra, "MPICH's mpirun binds nothing by itself"))
    func bound() async throws {
      var bound = small.job(ranks: 1)
      bound.arguments = bound.arguments.map { $0 == "none" ? "core" : $0 }
      let result = try await bound.run()
      #expect(result.failure == nil)
      let line = try #require(result.errorLines.first { $0.hasPrefix("processors       bound to 1 of ") }, "\(result)")
      #expect(line.contains(" by mpirun") && line.contains("--bind-to none"), "\(line)")
      let free = try await small.job(ranks: 1, ["--output-dir", small.scratch.path("free")]).run()
      #expect(free.failure == nil)
      #expect(!free.standardError.contains("bound to"), "\(free)")
    }

    @Test(
      "a reader of the log that goes ends no rank",
      .disabled(if: MPILauncher.isHydra, "MPICH's mpirun itself ends when it cannot pass the log on"))
    func lostLog() async throws {
      let job = small.job(ranks: 2, wrapper: #"exec 2>'\#(small.scratch.path("pipe"))'"#)
      var command = Command(
        "/bin/sh",
        ["-c", #"mkfifo "$0"; cat "$0" | head -n 1 >/dev/null & exec "$@""#, small.scratch.path("pipe"), job.program]
          + job.arguments, environment: job.environment)
      command.limit = .seconds(60)
      let result = try await command.run()
      #expect(result.exitCode == 0, "\(result)")
      #expect(TrainingResult(result.standardOutput) != nil, "\(result)")
    }
  }
}
