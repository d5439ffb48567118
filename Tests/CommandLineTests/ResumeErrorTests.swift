import Foundation
import Support
import Testing

/// What `train --resume` refuses: nothing is trained, and nothing in the run's folder changes.
@Suite("A run that cannot go on", .serialized)
struct ResumeErrorTests {
  let run: SampleRun
  let stopped: RunFolder

  init() async throws {
    run = try SampleRun()
    let arguments = run.arguments(outputFolder: run.folder.path) + ["--checkpoint-every", "1steps", "--keep", "100"]
    let result = try await LockstepProgram.command(arguments).run()
    try #require(result.failure == nil)
    stopped = try run.folder.stopped(after: try #require(run.folder.stops.last), as: run.scratch.path("stopped"))
  }

  private func resume(
    _ path: String, _ options: [String] = [], environment: [String: String] = [:]
  ) async throws -> CommandResult {
    let arguments = ["train", "--resume", path, "--data", run.data, "--no-report"] + options
    return try await LockstepProgram.command(arguments, environment: environment).run()
  }

  @Test("because there is none: never a fresh start")
  func absent() async throws {
    let empty = try run.scratch.makeFolder("empty")
    for path in [run.scratch.path("absent"), empty, run.data] {
      let result = try await resume(path)
      #expect(result.refusalFault(exitCode: 66, "\(path): there is no run") == nil)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: empty).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: run.scratch.path("absent")))
  }

  @Test("because it has no checkpoint, or no valid one")
  func noCheckpoint() async throws {
    let early = try run.folder.stopped(after: 0, as: run.scratch.path("early"))
    #expect(try await resume(early.path).refusalFault(exitCode: 66, "has no checkpoint yet") == nil)
    let step = try #require(run.folder.stops.first)
    let damaged = try run.folder.stopped(after: step, as: run.scratch.path("damaged"))
    try RunFolder.damage(damaged.checkpoints[0])
    let result = try await resume(damaged.path)
    #expect(
      result.refusalFault(exitCode: 65, "none of the run's checkpoints is valid", damaged.checkpoints[0]) == nil)
  }

  @Test("because options say something else; those that say the same are fine")
  func otherOptions() async throws {
    let before = FileManager.default.contents(atPath: stopped.path + "/metrics.jsonl")
    let result = try await resume(
      stopped.path, ["--seed", "9", "--no-shuffle", "--limit-test-images", "50", "--batch-size=64"])
    let fault = result.refusalFault(
      exitCode: 64, "\(stopped.path) was begun with other options:", "  --seed: the run has 1, given is 9\n",
      "  --shuffle: the run has yes, given is no\n", "  --limit-test-images: the run has none, given is 50\n", "--fork")
    #expect(fault == nil)
    #expect(!result.standardError.contains("--batch-size"))
    let contradiction = try await resume(stopped.path, ["--momentum", "0.5"])
    #expect(contradiction.refusalFault(exitCode: 64, "was begun with --model lab-001", "--momentum") == nil)
    let elsewhere = try await resume(stopped.path, ["--output-dir", run.scratch.path("new")])
    #expect(elsewhere.refusalFault(exitCode: 64, "a run goes on in its own folder") == nil)
    #expect(FileManager.default.contents(atPath: stopped.path + "/metrics.jsonl") == before)
    let same = try await resume(
      stopped.path, ["--model", "lab-001", "--epochs", "2", "--validation-split", "0.2", "--output-dir", stopped.path])
    #expect(same.failure == nil)
  }

  @Test("because the data is other data")
  func data() async throws {
    let other = try SampleDataset(trainingImages: 300, testImages: 101).write(in: run.scratch, "other")
    let result = try await resume(stopped.path, ["--data", other])
    #expect(result.refusalFault(exitCode: 65, "the data is not that of the run: sha256 ", "expected ") == nil)
  }

  @Test("because its checkpoints are another run's")
  func anotherRun() async throws {
    let other = RunFolder(run.scratch.path("other-run"))
    let arguments = run.arguments(outputFolder: other.path) + ["--seed", "2"]
    try #require(try await LockstepProgram.command(arguments).run().failure == nil)
    let mixed = try run.folder.stopped(after: try #require(run.folder.stops.last), as: run.scratch.path("mixed"))
    let file = mixed.path + "/checkpoints/step-00000008.safetensors"
    try FileManager.default.copyItem(atPath: try #require(other.checkpoints.last), toPath: file)
    let result = try await resume(mixed.path)
    #expect(result.failure == nil)
    #expect(
      result.standardError.contains("passed over: \(file): is of another run: --seed is 2, expected 1"), "\(result)")
    #expect(result.standardError.contains("resume: \(mixed.path) goes on from step-"))
  }

  @Test("because --fork has nothing to fork")
  func fork() async throws {
    for arguments in [["--fork"], ["--fork", "--resume", "auto", "--output-dir", run.scratch.path("new")]] {
      let result = try await LockstepProgram.command(["train", "--data", run.data] + arguments).run()
      #expect(result.refusalFault(exitCode: 64, "--fork: ") == nil)
    }
    let weights = try await resume(stopped.path, ["--fork", "--initial-weights", run.folder.model])
    #expect(weights.refusalFault(exitCode: 64, "--initial-weights: not with --fork") == nil)
  }
}
