import Support
import Testing

extension DistributedTests {
  @Suite("bench comm")
  struct CommTests {
    @Test("measures every path at every size, on any number of ranks", arguments: [2, 3])
    func paths(ranks: Int) async throws {
      let result = try await MPILauncher.job(
        ranks: ranks, ["bench", "comm", "--floats", "40,5000", "--repeats", "1"], environment: [:]
      ).run()
      #expect(result.failure == nil)
      for path in ["library", "messages", "shared"] {
        for size in ["40", "5000"] {
          let lines = result.standardOutput.split(separator: "\n").filter {
            $0.split(separator: " ").first.map(String.init) == size && $0.contains("  \(path)")
          }
          #expect(lines.count == 1, "\(path), \(size) floats: \(result.standardOutput)")
        }
      }
    }

    @Test("one rank has nobody to talk to")
    func alone() async throws {
      let result = try await LockstepProgram.command(["bench", "comm"]).run()
      #expect(result.exitCode == 69)
      #expect(result.standardError == "lockstep: bench comm needs at least 2 ranks: mpirun -n 2 lockstep bench comm\n")
    }
  }
}
