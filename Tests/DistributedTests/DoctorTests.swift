import Foundation
import Support
import Testing

extension DistributedTests {
  /// The doctor as a job of several ranks.
  @Suite("Doctor", .timeLimit(.minutes(5)))
  struct DoctorTests {
    let small: SmallJob

    init() throws { small = try SmallJob(images: 40) }

    private func job(ranks: Int, _ options: [String] = [], wrapper: String? = nil) -> Command {
      MPILauncher.job(
        ranks: ranks, ["doctor", "--output-dir", small.folder.path] + options,
        environment: ["LOCKSTEP_DATA": small.data],
        wrapper: wrapper)
    }

    @Test("looks at a host once, and prints once")
    func once() async throws {
      let result = try await job(ranks: 2, ["--threads", "1"]).run()
      #expect(result.outputLines.count { $0.hasPrefix("MPI ") } == 1, "\(result)")
      #expect(result.outputLines.contains { $0.hasPrefix("start ") && $0.contains("2 ranks") }, "\(result)")
      #expect(result.outputLines.count { $0.hasPrefix("note: data: ") } == 1, "\(result)")
      #expect(!FileManager.default.fileExists(atPath: small.folder.path))
    }

    @Test("finds more ranks than processors, with one message and 69")
    func crowded() async throws {
      let ranks = ProcessInfo.processInfo.activeProcessorCount + 1
      let result = try await job(ranks: ranks).run()
      #expect(result.exitCode == 69, "\(result)")
      #expect(result.messages.count == 1, "\(result)")
      #expect(
        result.outputLines.contains { $0.hasPrefix("problem: processors: \(ranks) ranks x 1 threads") }, "\(result)")
    }

    @Test(
      "finds the threads of a rank that mpirun has bound to one core",
      .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "there is one processor"))
    func bound() async throws {
      var bound = job(ranks: 1, ["--threads", "2"])
      bound.arguments = bound.arguments.map { $0 == "none" ? "core" : $0 }
      let result = try await bound.run()
      #expect(result.exitCode == 69, "\(result)")
      let line = try #require(result.outputLines.first { $0.hasPrefix("problem: binding: ") }, "\(result)")
      #expect(line.contains("2 threads of a rank are bound to 1 core") && line.contains("--bind-to none"), "\(result)")
    }

    @Test("speaks without MPI where another MPI's launcher has started the ranks")
    func otherLauncher() async throws {
      var command = LockstepProgram.command(["doctor"])
      command.environment = MPILauncher.rootIsAllowed.merging(
        ["PMI_RANK": "0", "PMI_SIZE": "2", "PMI_FD": "9", "MPI_LOCALRANKID": "0", "LOCKSTEP_DATA": small.data]) { $1 }
      let result = try await command.run()
      #expect(result.exitCode == 69, "\(result)")
      let isFound = result.outputLines.contains {
        $0.hasPrefix("problem: launcher: ") && $0.contains("started by mpirun of MPICH")
      }
      // A library of MPICH's kind finds the launcher gone.
      #expect(isFound || result.standardError.contains("MPI"), "\(result)")
    }
  }
}
