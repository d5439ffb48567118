import Foundation
import Support
import Testing

extension DistributedTests {
  /// Ranks that were not started alike: one message that names the rank and the difference, and nobody waits.
  @Suite("Agreement")
  struct AgreementTests {
    /// What two ranks are told to do, the first beside `train`, and what is said of it.
    struct Case: Sendable, CustomTestStringConvertible {
      let testDescription: String
      /// Options of the two, or another command.
      let first: [String]
      let second: [String]
      var exitCode: Int32 = 69
      let message: String
    }

    static let cases = [
      Case(
        testDescription: "an option on rank 1", first: ["train"], second: ["train", "--no-report"],
        message: "rank 1 has other options than rank 0 (1 of 2 ranks differ): --no-report, expected no --no-report."),
      Case(
        testDescription: "an option on rank 0", first: ["train", "--profile"], second: ["train"],
        message: "rank 1 has other options than rank 0 (1 of 2 ranks differ): no --profile, expected --profile."),
      Case(
        testDescription: "two values", first: ["train", "--seed=3"], second: ["train", "--seed", "4"],
        message: "rank 1 has other options than rank 0 (1 of 2 ranks differ): --seed 4, expected --seed 3."),
      Case(
        testDescription: "summary beside train", first: ["train"], second: ["summary"],
        message: "rank 1 has another command than rank 0 (1 of 2 ranks differ): summary, expected train."),
      Case(
        testDescription: "train beside summary", first: ["summary"], second: ["train"],
        message: "rank 1 has another command than rank 0 (1 of 2 ranks differ): train, expected summary."),
      Case(
        testDescription: "inspect beside evaluate", first: ["evaluate", "--model-file", "m"], second: ["inspect", "m"],
        message: "rank 1 has another command than rank 0 (1 of 2 ranks differ): inspect m, expected evaluate."),
      Case(
        testDescription: "a usage error that rank 1 alone knows", first: ["train"], second: ["train", "--epocs"],
        exitCode: 64, message: "Unknown option '--epocs'."),
      Case(
        testDescription: "bench scale under mpirun", first: ["bench", "scale"], second: ["bench", "scale"],
        message: "bench scale was started by mpirun of "),
    ]

    let small: SmallJob

    init() throws { small = try SmallJob() }

    @Test("is missing", arguments: cases)
    func disagreement(test: Case) async throws {
      let result = try await job(test.first, test.second).run()
      #expect(result.refusalFault(exitCode: test.exitCode, test.message) == nil)
      #expect((try? small.folder.names()) == nil, "a job that could not start left files")
    }

    @Test("help on one rank is printed, and the other does not wait")
    func help() async throws {
      let result = try await job(["--version"], ["train"]).run()
      #expect(result.exitCode == 69, "\(result)")
      #expect(result.messages.count == 1 && result.standardError.contains("train, expected --version"), "\(result)")
    }

    @Test("needs neither an order nor the same place and threads")
    func order() async throws {
      let other = try SampleDataset().write(in: small.scratch, "copy")
      let common = ["--model", "lab-001", "--epochs", "1", "--output-dir"]
      let command = try job(
        ["train", "--seed", "3", "--no-report", "--threads", "1", "--data", small.data] + common + [small.folder.path],
        ["train", "--no-report", "--threads=2"] + common + [small.folder.path, "--data", other, "--seed=3"])
      let result = try await command.run()
      #expect(result.failure == nil)
      #expect(TrainingResult(result.standardOutput) != nil, "\(result)")
    }

    @Test("evaluation by ranks with other labels")
    func otherLabels() async throws {
      #expect(try await small.job(ranks: 2).run().failure == nil)
      let other = try SampleDataset(trainingImages: 310, testImages: 100).write(in: small.scratch, "other")
      let call = ["evaluate", "--model-file", small.folder.model, "--data"]
      let result = try await job(call + [small.data], call + [other]).run()
      let fault = result.refusalFault(
        exitCode: 69, "rank 1 has another data set than rank 0 (1 of 2 ranks differ)", "Give all hosts the same files.")
      #expect(fault == nil)
    }

    /// A job of two ranks with arguments of their own.
    private func job(_ first: [String], _ second: [String]) throws -> Command {
      // A world of one would be no rank: one more word makes the first command of two.
      var command = MPILauncher.job(ranks: 1, first, environment: ["LOCKSTEP_DATA": small.data])
      command.arguments += [":", "-n", "1", LockstepProgram.path] + second
      command.folder = small.scratch.path
      command.limit = .seconds(60)
      return command
    }
  }
}
