import Support
import Testing

/// Launchers that start several processes which MPI then does not join: each would train alone, over the others' files.
@Suite("Launch errors")
struct LaunchErrorTests {
  private static let slurmStep = ["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "2"]
  /// The variables that a launcher gives its first process, and what is to be said.
  static let launchers: [(environment: [String: String], message: String)] = [
    (slurmStep, "srun started 2 processes, but each of them finds only"),
    (["RANK": "0", "WORLD_SIZE": "2", "MASTER_ADDR": "host"], "torchrun started 2 processes, but each of them finds"),
  ]

  @Test("are told by the first process", arguments: launchers)
  func first(environment: [String: String], message: String) async throws {
    let result = try await LockstepProgram.run("train", "--data", "absent", environment: environment)
    #expect(result.refusalFault(exitCode: 69, "lockstep: \(message)") == nil)
  }

  @Test("are not told again by the others", arguments: launchers)
  func others(environment: [String: String], message: String) async throws {
    let second = environment.mapValues { $0 == "0" ? "1" : $0 }.merging(["TORCHELASTIC_RUN_ID": "none"]) { $1 }
    let result = try await LockstepProgram.run("train", "--data", "absent", environment: second)
    #expect(result.exitCode == 69)
    #expect(result.standardError == "")
  }

  @Test("are none where each process is to work alone, which cannot start ranks then")
  func alone() async throws {
    let environment = Self.slurmStep.merging(["LOCKSTEP_ALONE": "1"]) { $1 }
    let training = try await LockstepProgram.run("train", "--data", "absent", environment: environment)
    #expect(training.refusalFault(exitCode: 66, "lockstep: no Fashion-MNIST files in --data") == nil)
    for call in [["launch", "local", "--print", "train"], ["bench", "scale"]] {
      let result = try await LockstepProgram.command(call, environment: environment).run()
      #expect(result.refusalFault(exitCode: 69, "lockstep: LOCKSTEP_ALONE=1 is set, so that each rank that") == nil)
    }
  }

  /// Variables of ranks whose launcher is not there.
  static let leftovers: [[String: String]] = [
    ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"],
    [
      "OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2", "PMIX_RANK": "1", "PMIX_NAMESPACE": "17",
      "PMIX_SERVER_URI2": "17.0;tcp4://127.0.0.1:1", "PMIX_SERVER_TMPDIR": "/nonexistent/pid.1",
    ],
    ["PMI_RANK": "1", "PMI_SIZE": "2"],
    ["RANK": "1", "WORLD_SIZE": "2", "MASTER_ADDR": "host"],
  ]

  @Test("variables that are left over swallow no result", arguments: leftovers)
  func leftoverResult(environment: [String: String]) async throws {
    let plain = try await LockstepProgram.run("summary")
    let result = try await LockstepProgram.run("summary", environment: environment)
    #expect(result.failure == nil)
    #expect(result.standardOutput == plain.standardOutput)
    let wrong = try await LockstepProgram.run("summary", "--epocs", environment: environment)
    #expect(wrong.refusalFault(exitCode: 64, "Unknown option '--epocs'") == nil)
  }

  @Test("variables that are left over are named where other ranks are needed", arguments: leftovers.dropLast())
  func leftoverRefusal(environment: [String: String]) async throws {
    let name = environment.keys.first { $0.hasSuffix("WORLD_RANK") } ?? "PMI_RANK"
    for call in [
      ["train"], ["evaluate", "--model-file", "absent"], ["bench", "scale"], ["launch", "local", "--print", "train"],
    ] {
      let result = try await LockstepProgram.command(call, environment: environment).run()
      #expect(result.refusalFault(exitCode: 69, "lockstep: \(name) is set as by ", "is left over") == nil)
    }
  }
}
