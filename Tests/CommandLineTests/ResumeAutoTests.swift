import Foundation
import Support
import Testing

/// `train --resume auto`: the form for job scripts, which give the same command every time.
@Suite("A run that goes on if it has begun", .serialized)
struct ResumeAutoTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  private func train(_ folder: String, _ options: String...) async throws -> CommandResult {
    try await LockstepProgram.command(
      run.arguments(outputFolder: folder) + ["--resume", "auto", "--checkpoint-every", "1steps", "--keep", "100"]
        + options
    ).run()
  }

  @Test("begins where there is no run, goes on where there is one, and says which")
  func both() async throws {
    let first = try await train(run.folder.path)
    let whole = try #require(TrainingResult(first.standardOutput), "\(first)")
    #expect(first.standardError.hasPrefix("resume: \(run.folder.path) holds no run; a new one begins\n"))
    let step = try #require(run.folder.stops.last)
    let stopped = try run.folder.stopped(after: step, as: run.scratch.path("stopped"))
    let second = try await train(stopped.path)
    #expect(second.failure == nil)
    #expect(TrainingResult(second.standardOutput)?.weightsSHA256 == whole.weightsSHA256)
    #expect(second.standardError.hasPrefix("resume: \(stopped.path) goes on from step-"))
    #expect(second.standardError.contains(".safetensors: step \(step), "))
    let third = try await train(stopped.path)
    #expect(third.failure == nil)
    #expect(TrainingResult(third.standardOutput)?.weightsSHA256 == whole.weightsSHA256)
    #expect(third.standardError == "resume: \(stopped.path) is complete; there is nothing left to do\n")
  }

  @Test("begins anew where a run was stopped before its first checkpoint, or has no valid one")
  func anew() async throws {
    let whole = try #require(TrainingResult(try await train(run.folder.path).standardOutput))
    let early = try run.folder.stopped(after: 0, as: run.scratch.path("early"))
    let bare = try run.scratch.makeFolder("bare")
    _ = try run.scratch.makeFolder("bare/checkpoints")
    let damaged = try run.folder.stopped(after: try #require(run.folder.stops.first), as: run.scratch.path("damaged"))
    try RunFolder.damage(damaged.checkpoints[0])
    for folder in [early, RunFolder(bare), damaged] {
      let result = try await train(folder.path)
      #expect(result.failure == nil)
      #expect(TrainingResult(result.standardOutput)?.weightsSHA256 == whole.weightsSHA256)
      #expect(
        result.standardError.contains("resume: \(folder.path) holds no valid checkpoint; its run begins anew\n"),
        "\(result)")
      #expect(try folder.eventNames() == ["run_start", "epoch", "epoch", "run_end"])
      #expect(try folder.historyLines().count == 4)
      #expect(result.standardError.contains("passed over: ") == (folder.path == damaged.path))
    }
  }

  @Test("refuses what is no run, and a run that was begun with other options")
  func refused() async throws {
    _ = try await train(run.folder.path)
    _ = try run.scratch.makeFolder("other")
    try run.scratch.write([1], "other/notes.txt")
    let other = try await train(run.scratch.path("other"))
    #expect(other.refusalFault(exitCode: 73, "other: is not empty") == nil)
    let stopped = try run.folder.stopped(after: try #require(run.folder.stops.last), as: run.scratch.path("stopped"))
    for folder in [run.folder, stopped] {
      let before = FileManager.default.contents(atPath: folder.path + "/metrics.jsonl")
      let result = try await train(folder.path, "--epochs", "3", "--optimizer", "sgd", "--repeat", "2")
      let fault = result.refusalFault(
        exitCode: 64, "\(folder.path) was begun with other options:", "  --epochs: the run has 2, given is 3\n",
        "  --optimizer: the run has adam, given is sgd\n", "  --repeat: the run has 1, given is 2\n",
        "another --output-dir")
      #expect(fault == nil)
      #expect(FileManager.default.contents(atPath: folder.path + "/metrics.jsonl") == before)
    }
  }

  @Test("needs a folder")
  func folder() async throws {
    let result = try await LockstepProgram.run("train", "--resume", "auto", "--data", run.data)
    #expect(result.refusalFault(exitCode: 64, "--resume auto: give the run's folder with --output-dir") == nil)
  }
}
