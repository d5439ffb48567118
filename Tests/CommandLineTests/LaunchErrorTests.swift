import Support
import Testing

/// Launchers that start several processes which MPI then does not join: each would train alone, over the others' files.
@Suite("Launch errors")
struct LaunchErrorTests {
  /// The variables that a launcher gives its first process, and what is to be said.
  static let launchers: [(environment: [String: String], message: String)] = [
    (["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "2"], "srun started 2 processes, but each of them finds only"),
    (["RANK": "0", "WORLD_SIZE": "2", "MASTER_ADDR": "host"], "torchrun started 2 processes, but each of them finds"),
  ]

  @Test("are told by the first process", arguments: launchers)
  func first(environment: [String: String], message: String) async throws {
    let result = try await LockstepProgram.run("train", "--data", "absent", environment: environment)
    #expect(result.refusalFault(exitCode: 69, "lockstep: \(message)") == nil)
  }

  @Test("are not told again by the others", arguments: launchers)
  func others(environment: [String: String], message: String) async throws {
    let second = environment.mapValues { $0 == "0" ? "1" : $0 }
    let result = try await LockstepProgram.run("train", "--data", "absent", environment: second)
    #expect(result.exitCode == 69)
    #expect(result.standardError == "")
  }
}
