import Kernels
import Support
import Testing

extension DistributedTests {
  /// A run of some ranks, computed again by others.
  @Suite("verify", .timeLimit(.minutes(5)))
  struct VerifyTests {
    let run: SmallRun

    init() throws { run = try SmallRun() }

    private func verify(ranks: Int, _ options: String..., environment: [String: String] = [:]) async throws
      -> CommandResult
    {
      let arguments = ["verify", run.folder.path, "--data", run.data] + options
      return try await MPILauncher.job(ranks: ranks, arguments, environment: environment).run()
    }

    private func train(ranks: Int) async throws {
      try #require(try await MPILauncher.job(ranks: ranks, run.arguments()).run().failure == nil)
    }

    @Test("two ranks by three, by one, by other kernels, and from a checkpoint: the same")
    func others() async throws {
      try await train(ranks: 2)
      let before = try run.fingerprint()
      for ranks in [1, 3, 4] {
        let result = try await verify(ranks: ranks)
        #expect(result.failure == nil)
        #expect(
          result.outputLines.first?.hasSuffix("epochs 1 to 3 and the result as recorded") == true, "\(result)")
        #expect(result.outputLines.count == 2, "\(result)")
      }
      let last = try await verify(ranks: 3, "--epochs", "3", "--exchange", "messages")
      #expect(last.failure == nil)
      let start = run.folder.checkpoints.last { RunFolder.step($0) ?? 0 < 12 }
      #expect(start == nil || last.standardError.contains(", the end of epoch "), "\(last)")
      if KernelRegistry.all.contains(where: { $0.name == "avx2" && $0.isSupported }) {
        #expect(try await verify(ranks: 2, environment: ["LOCKSTEP_KERNELS": "avx2"]).failure == nil)
      }
      #expect(try run.fingerprint() == before)
    }

    @Test("a digest that was changed: 2 comes out of mpirun, with one message")
    func changed() async throws {
      try await train(ranks: 2)
      try run.edit(epoch: 2, replacing: /"weights_sha256":"[0-9a-f]*"/, with: #""weights_sha256":"0""#)
      let result = try await verify(ranks: 3)
      #expect(result.refusalFault(exitCode: 2, "epoch 2 differs: its weights_sha256 is 0 in metrics.jsonl") == nil)
    }

    @Test("a run of MPI's own reduction needs as many ranks")
    func reduction() async throws {
      try #require(
        try await MPILauncher.job(ranks: 2, run.arguments(["--reduction", "mpi"])).run().failure == nil)
      #expect(
        try await verify(ranks: 3).refusalFault(exitCode: 64, "--reduction mpi on 2 ranks, and here are 3") == nil)
      #expect(try await verify(ranks: 2).failure == nil)
    }
  }
}
