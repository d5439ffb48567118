import Foundation
import Kernels
import Support
import Testing

extension DistributedTests {
  /// A run that is stopped, killed, and goes on elsewhere has the bits of one that nobody touched.
  @Suite("A run that goes on on other ranks", .serialized)
  struct ResumeTests {
    let scratch: ScratchFolder
    private let data: String
    private let model: String

    init() throws {
      scratch = try ScratchFolder()
      data = try SampleDataset(trainingImages: 150, testImages: 40).write(in: scratch)
      model = try scratch.write(Array(EveryLayerModel.json.utf8), "model.json")
    }

    private func arguments(_ options: EveryOptionTests.Options, in folder: String) -> [String] {
      ["train", "--model", model, "--seed", "7", "--data", data, "--output-dir", folder, "--no-report"]
        + ["--checkpoint-every", "1steps", "--keep", "1000"] + options.arguments
    }

    @Test(
      "has the same weights and records", .timeLimit(.minutes(5)), arguments: EveryOptionTests.Options.all.prefix(2))
    func placements(options: EveryOptionTests.Options) async throws {
      let folder = RunFolder(scratch.path("whole"))
      let whole = try await Placement(threads: 1).command(arguments(options, in: folder.path)).run()
      let expected = try #require(TrainingResult(whole.standardOutput), "\(whole)")
      let steps = folder.stops
      let last = try #require(steps.last)
      for (number, placement) in Self.placements.enumerated() {
        let step = steps[number * (steps.count - 1) / (Self.placements.count - 1)]
        let stopped = try folder.stopped(after: step, as: scratch.path("stopped-\(number)"))
        let result = try await placement.command(
          ["train", "--resume", stopped.path, "--data", data, "--no-report"]
            + (placement.exchange.map { ["--exchange", $0] } ?? [])
        ).run()
        #expect(result.failure == nil, "\(placement), step \(step), at most \(last)")
        let found = try #require(TrainingResult(result.standardOutput), "\(result)")
        #expect(found.weightsSHA256 == expected.weightsSHA256, "\(placement), step \(step), at most \(last)")
        #expect([found.testLoss, found.testAccuracy] == [expected.testLoss, expected.testAccuracy])
        #expect(try stopped.epochs() == folder.epochs(), "\(placement), step \(step), at most \(last)")
      }
      print("rank counts tested: 1, 2, 3, 4 (going on, \(options.testDescription))")
    }

    /// Ranks, threads, kernel sets and ways to exchange, other than those of the run.
    private static var placements: [Placement] {
      [
        Placement(ranks: 1, threads: 2), Placement(ranks: 2), Placement(ranks: 3, exchange: "messages"),
        Placement(ranks: 4, exchange: "shared"), Placement(ranks: 2, threads: 2),
      ] + KernelRegistry.all.filter(\.isSupported).map { Placement(threads: 2, kernels: $0.name) }
    }

    @Test("is killed again and again", .timeLimit(.minutes(5)))
    func killed() async throws {
      let small = try SmallJob(images: 2000)
      let options = ["--epochs", "3", "--checkpoint-every", "1steps", "--keep", "3", "--no-report"]
      let whole = RunFolder(small.scratch.path("whole"))
      let untouched = try await small.job(ranks: 1, options + ["--output-dir", whole.path]).run()
      let expected = try #require(TrainingResult(untouched.standardOutput), "\(untouched)")
      var newest: String?
      for ranks in [2, 3, 1] {
        let job = try RunningCommand(small.job(ranks: ranks, options + ["--resume", "auto"]))
        try await DistributedTests.wait("a newer checkpoint") { [newest] in
          small.folder.checkpoints.last != newest && !small.folder.checkpoints.isEmpty || !job.isRunning
        }
        newest = small.folder.checkpoints.last
        for process in ProcessList.processes(withArgument: small.folder.path) { kill(process, SIGKILL) }
        _ = try await job.result()
      }
      let result = try await small.job(ranks: 2, options + ["--resume", "auto"]).run()
      #expect(result.failure == nil)
      #expect(TrainingResult(result.standardOutput)?.weightsSHA256 == expected.weightsSHA256, "\(result)")
      #expect(try small.folder.epochs() == whole.epochs())
    }

    @Test("is stopped by a signal, and names the command that it goes on with", .timeLimit(.minutes(5)))
    func signalled() async throws {
      let small = try SmallJob(images: 2000)
      let job = try RunningCommand(small.job(ranks: 2, ["--epochs", "10000", "--no-report"]))
      try await DistributedTests.wait("the first checkpoint") { !small.folder.checkpoints.isEmpty || !job.isRunning }
      job.send(SIGUSR1)
      let result = try await job.result()
      #expect(result.exitCode == 75, "\(result)")
      #expect(result.standardError.contains("To go on: lockstep train --resume \(small.folder.path)\n"), "\(result)")
    }

    @Test("is planned by rank 0, and all ranks fail together where it cannot go on")
    func refused() async throws {
      let result = try await MPILauncher.job(ranks: 2, ["train", "--resume", scratch.path("absent")]).run()
      #expect(result.refusalFault(exitCode: 66, "there is no run") == nil)
    }
  }
}
