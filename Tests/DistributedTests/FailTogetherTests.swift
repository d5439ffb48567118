import Foundation
import Support
import Testing

extension DistributedTests {
  /// Where one rank cannot go on, the job ends at once: with one message, and the right code out of mpirun.
  @Suite("Fail together")
  struct FailTogetherTests {
    /// A generous time for a loaded machine; a job that hangs would take for ever.
    private static let limit = Duration.seconds(60)

    let small: SmallJob

    init() throws { small = try SmallJob() }

    @Test("one rank without data")
    func oneRankWithoutData() async throws {
      let empty = try small.scratch.makeFolder("empty")
      let wrapper = MPILauncher.onRank(1, "LOCKSTEP_DATA='\(empty)'")
      let fault = try await refusal(ranks: 3, wrapper: wrapper).refusalFault(
        exitCode: 66, "lockstep: rank 1, loading the images: no Fashion-MNIST files in $LOCKSTEP_DATA", empty)
      #expect(fault == nil)
    }

    @Test("all ranks without data")
    func allRanksWithoutData() async throws {
      let fault = try await refusal(ranks: 3, ["--data", small.scratch.path("absent")]).refusalFault(
        exitCode: 66, "lockstep: rank 0, loading the images: no Fashion-MNIST files", "(all 3 ranks failed)")
      #expect(fault == nil)
    }

    @Test(
      "a file that is wrong for all ranks",
      arguments: [
        (["train", "--model"], "rank 0, reading the model"),
        (["train", "--initial-weights"], "rank 0, reading the initial weights"),
        (["evaluate", "--model-file"], "rank 0, reading the model"),
      ])
    func wrongFile(call: [String], place: String) async throws {
      let text = try small.scratch.write(Array("neither a model nor weights".utf8), "notes.txt")
      let environment = ["LOCKSTEP_DATA": small.data]
      var command = MPILauncher.job(ranks: 3, call + [text], environment: environment)
      command.folder = small.scratch.path
      command.limit = Self.limit
      #expect(try await command.run().refusalFault(exitCode: 65, "lockstep: \(place): \(text): ") == nil)
    }

    @Test("kernels that do not exist")
    func unknownKernels() async throws {
      let result = try await refusal(ranks: 3, wrapper: "export LOCKSTEP_KERNELS=nonsense")
      #expect(result.refusalFault(exitCode: 78, "LOCKSTEP_KERNELS=nonsense", "(all 3 ranks failed)") == nil)
    }

    @Test("one rank with another option")
    func oneRankWithAnotherOption() async throws {
      let wrapper = MPILauncher.onRank(1, #"set -- "$@" --seed 2"#)
      let fault = try await refusal(ranks: 3, wrapper: wrapper).refusalFault(
        exitCode: 69,
        "lockstep: rank 1 has other options than rank 0 (1 of 3 ranks differ): --seed 2, expected no --seed.")
      #expect(fault == nil)
    }

    @Test("one rank with other data")
    func oneRankWithOtherData() async throws {
      let other = try SampleDataset(trainingImages: 320, testImages: 100).write(in: small.scratch, "other")
      let wrapper = MPILauncher.onRank(2, "LOCKSTEP_DATA='\(other)'")
      let fault = try await refusal(ranks: 3, wrapper: wrapper).refusalFault(
        exitCode: 69, "lockstep: rank 2 has another data set than rank 0", "Give all hosts the same files.")
      #expect(fault == nil)
    }

    @Test("an output folder that is taken")
    func outputFolderIsTaken() async throws {
      try FileManager.default.createDirectory(atPath: small.folder.path + "/old", withIntermediateDirectories: true)
      let fault = try await refusal(ranks: 3, leaving: ["old"]).refusalFault(
        exitCode: 73, "lockstep: rank 0, creating the output directory: \(small.folder.path): is not empty")
      #expect(fault == nil)
    }

    @Test("training that diverges")
    func divergence() async throws {
      let command = small.job(ranks: 3, ["--learning-rate", "1e30"])
      let fault = try await command.run().refusalFault(
        exitCode: 70, "lockstep: training has diverged in step ", "is the first number that is not finite")
      #expect(fault == nil)
    }

    @Test("more ranks than shards, and the remedies that are named help")
    func moreRanksThanShards() async throws {
      let options = ["--shards", "4", "--batch-size", "16"]
      let result = try await refusal(ranks: 5, options)
      let message = "lockstep: 5 ranks, but --batch-size 16 is cut into 4 shards and every rank needs one; "
      #expect(result.refusalFault(exitCode: 64, message, "start at most 4 ranks") == nil)
      let remedies = result.standardError.matches(of: /use (--shards \d+ --batch-size \d+)/).map(\.output.1)
      #expect(!remedies.isEmpty, "\(result)")
      for (number, remedy) in remedies.enumerated() {
        let other = ["--output-dir", small.scratch.path("remedy-\(number)")]
        let job = try await small.job(ranks: 5, remedy.split(separator: " ").map(String.init) + other).run()
        #expect(job.failure == nil, "\(remedy)")
      }
      #expect(try await small.job(ranks: 4, options).run().failure == nil)
    }

    /// Runs a job that must fail before its start, and checks that it leaves nothing in its folder but `names`.
    private func refusal(
      ranks: Int, _ options: [String] = [], wrapper: String? = nil, leaving names: [String] = []
    ) async throws -> CommandResult {
      var command = small.job(ranks: ranks, options, wrapper: wrapper)
      command.limit = Self.limit
      let result = try await command.run()
      let left = (try? small.folder.names()) ?? []
      #expect(left == names, "a job that could not start left files")
      return result
    }
  }
}
