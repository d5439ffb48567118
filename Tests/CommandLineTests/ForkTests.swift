import Foundation
import Support
import Testing

/// `train --resume RUN --fork`: a new run that begins where another stands.
@Suite("A run that is forked", .serialized)
struct ForkTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  @Test("--fork begins a new run with its weights and options, but for those given")
  func fork() async throws {
    _ = try await run.train("--seed", "5")
    let new = RunFolder(run.scratch.path("new"))
    let before = FileManager.default.contents(atPath: run.folder.path + "/metrics.jsonl")
    let result = try await LockstepProgram.run(
      "train", "--resume", run.folder.path, "--fork", "--epochs", "1", "--learning-rate", "0", "--output-dir", new.path,
      "--data", run.data, "--no-report")
    #expect(result.failure == nil)
    let parent = try await LockstepProgram.run("inspect", try #require(run.folder.checkpoints.last))
    let digest = try #require(TrainingResult(result.standardOutput)?.weightsSHA256)
    #expect(parent.standardOutput.contains("weights sha256: \(digest)"), "\(result)")
    let description = try new.configuration()
    let configuration = try #require(description["configuration"] as? [String: Any])
    #expect(configuration["seed"] as? Int == 5 && configuration["epochs"] as? Int == 1)
    let origin = try #require(description["forked_from"] as? [String: Any])
    #expect(origin["file"] as? String == run.folder.checkpoints.last)
    #expect(origin["weights_sha256"] as? String == digest)
    #expect(FileManager.default.contents(atPath: run.folder.path + "/metrics.jsonl") == before)
  }
}
