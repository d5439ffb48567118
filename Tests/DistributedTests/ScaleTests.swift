import Foundation
import Support
import Testing

extension DistributedTests {
  /// `bench scale`, which starts `mpirun` itself.
  @Suite("bench scale")
  struct ScaleTests {
    let small: SmallJob

    init() throws { small = try SmallJob() }

    @Test("measures ranks in both modes, and strong scaling ends with the same weights")
    func measurement() async throws {
      let result = try await command("--ranks", "1,2,3", "--repeats", "2", "--json").run()
      #expect(result.failure == nil)
      let object = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any]
      let points = try #require(object?["points"] as? [[String: Any]])
      #expect(points.map { $0["mode"] as? String } == ["strong", "strong", "strong", "weak", "weak", "weak"])
      #expect(points.map { $0["ranks"] as? Int } == [1, 2, 3, 1, 2, 3])
      #expect(points.map { $0["batch_size"] as? Int } == [64, 64, 64, 64, 128, 192])
      #expect(points.map { $0["shards"] as? Int } == [16, 16, 16, 16, 32, 48])
      #expect(points.map { $0["epochs"] as? Int } == [1, 1, 1, 1, 2, 3])
      // In millionths: text of a number may be read as its neighbour.
      let rates = points.map { ($0["learning_rate"] as? Double).map { ($0 * 1e6).rounded() } }
      #expect(rates == [1000, 1000, 1000, 1000, 1414, 1732])
      for point in points {
        #expect((point["runs"] as? [Double])?.count == 2)
        #expect(point["speed_up"] is [String: Double])
        #expect((point["efficiency"] is Double) == (point["oversubscribed"] as? Bool == false))
      }
      #expect((object?["strong_weights"] as? [String])?.count == 1, "\(result)")
    }

    @Test(
      "a signal ends it with its ranks, and leaves nothing behind",
      .enabled(if: ProcessList.isAvailable, "skipped: without /proc the ranks of a job cannot be found"))
    func signal() async throws {
      let job = try RunningCommand(command("--ranks", "2", "--repeats", "1000", "--epochs", "1000"))
      // The benchmark, mpirun and two ranks.
      try await DistributedTests.wait("the ranks") { processes.count >= 4 || !job.isRunning }
      let benchmark = Set(processes).intersection(ProcessList.processes(withArgument: "bench")).first
      kill(try #require(benchmark, "it is not among the processes \(processes)"), SIGTERM)
      let result = try await job.result()
      #expect(result.refusalFault(exitCode: 143, "lockstep: ended by SIGTERM, and so are the ranks") == nil)
      try await DistributedTests.wait("the end of all ranks") { processes.isEmpty }
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).filter { $0.hasPrefix("lockstep") } == [])
    }

    private var processes: [pid_t] { ProcessList.processes(withArgument: small.data) }

    private var temporary: String { small.scratch.path("temporary") }

    private func command(_ options: String...) throws -> Command {
      try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
      let environment = MPILauncher.rootIsAllowed.merging(["TMPDIR": temporary]) { $1 }
      return LockstepProgram.command(
        ["bench", "scale", "--model", "lab-001", "--bind", "none", "--data", small.data] + options,
        environment: environment)
    }
  }
}
