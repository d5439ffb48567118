import Foundation
import Support
import Testing

/// `train --resume`: a run that was stopped goes on as if it had not been.
@Suite("A run that goes on", .serialized)
struct ResumeTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  /// The options of a run of 16 steps with many checkpoints.
  private static let everyStep = ["--epochs", "4", "--checkpoint-every", "1steps", "--keep", "100"]

  /// The name of a checkpoint's file.
  private static func name(_ step: Int) -> String {
    "step-" + String("\(100_000_000 + step)".dropFirst()) + ".safetensors"
  }

  private func completeRun(_ options: [String] = []) async throws -> TrainingResult {
    let arguments = run.arguments(outputFolder: run.folder.path) + Self.everyStep + options
    return try #require(TrainingResult(try await LockstepProgram.command(arguments).run().standardOutput))
  }

  private func resume(_ path: String, _ options: String...) async throws -> CommandResult {
    try await LockstepProgram.command(
      ["train", "--resume", path, "--data", run.data, "--no-report"] + options
    ).run()
  }

  @Test("has the weights and records of an untouched one, whatever the step it was stopped after")
  func anyStep() async throws {
    let whole = try await completeRun(["--seed", "3", "--restore-best-weights", "--weight-average", "ema"])
    let stops = run.folder.stops
    try #require(!stops.isEmpty)
    for step in [stops[0], stops[stops.count / 2], stops[stops.count - 1], 16] {
      let stopped = try run.folder.stopped(after: step, as: run.scratch.path("stopped-\(UUID())"))
      let result = try await resume(stopped.path, "--threads", "\(step % 2 + 1)")
      #expect(result.failure == nil, "step \(step)")
      let found = try #require(TrainingResult(result.standardOutput), "\(result)")
      #expect(found.weightsSHA256 == whole.weightsSHA256, "step \(step)")
      #expect(found.testLoss == whole.testLoss)
      #expect(try stopped.epochs() == run.folder.epochs(), "step \(step)")
      #expect(try stopped.historyLines().count == run.folder.historyLines().count)
      let events = try stopped.events()
      #expect(events.count { $0["event"] as? String == "resume" } == 1)
      #expect(try stopped.eventNames().last == "run_end")
      let record = try #require(events.first { $0["event"] as? String == "resume" })
      #expect(record["step"] as? Int == step)
      #expect(record["ranks"] as? Int == 1 && record["threads"] as? Int == step % 2 + 1)
      #expect(record["checkpoint"] as? String == Self.name(step))
      #expect((record["weights_sha256"] as? String)?.count == 64)
      #expect(result.standardError.contains("resume: \(stopped.path) goes on from \(Self.name(step)): step \(step), "))
    }
  }

  @Test("takes the newest checkpoint that is valid, names the damaged ones, and leaves them")
  func damaged() async throws {
    let whole = try await completeRun()
    let stops = run.folder.stops
    let (step, last) = (try #require(stops.dropLast().last), stops[stops.count - 1])
    let stopped = try run.folder.stopped(after: last, as: run.scratch.path("stopped"))
    let file = try #require(stopped.checkpoints.last)
    try RunFolder.damage(file)
    // A line that a power failure has left half-written.
    let metrics = try FileHandle(forWritingTo: URL(filePath: stopped.path + "/metrics.jsonl"))
    try metrics.seekToEnd()
    try metrics.write(contentsOf: Data([0, 0, 0, 10, 123]))
    try metrics.close()
    let result = try await resume(stopped.path)
    #expect(TrainingResult(result.standardOutput)?.weightsSHA256 == whole.weightsSHA256, "\(result)")
    #expect(result.standardError.contains("resume: passed over: \(file): "), "\(result)")
    #expect(result.standardError.contains("goes on from \(Self.name(step)): "), "\(result)")
    let epochs = Array(repeating: "epoch", count: 4)
    #expect(try stopped.eventNames().filter { $0 != "resume" } == ["run_start"] + epochs + ["run_end"])
  }

  @Test("is left alone once it is complete, and is judged again")
  func complete() async throws {
    let whole = try await completeRun()
    let before = FileManager.default.contents(atPath: run.folder.path + "/metrics.jsonl")
    for options in [[], ["--target-accuracy", "0"]] {
      let result = try await LockstepProgram.command(["train", "--resume", run.folder.path] + options).run()
      #expect(result.failure == nil)
      #expect(result.standardError == "resume: \(run.folder.path) is complete; there is nothing left to do\n")
      #expect(TrainingResult(result.standardOutput) == whole)
    }
    #expect(try await resume(run.folder.path, "--target-accuracy", "1").exitCode == 2)
    #expect(FileManager.default.contents(atPath: run.folder.path + "/metrics.jsonl") == before)
  }

  @Test("needs none of the files that it was begun with")
  func filesGone() async throws {
    let files = [
      ("model.json", SampleInputs.architecture), ("indices.txt", "0\n7\n9\n"),
    ].map { name, text in (name, Array(text.utf8)) }
    for (name, bytes) in files { try run.scratch.write(bytes, name) }
    let model = run.scratch.path("model.json")
    let first = RunFolder(run.scratch.path("first"))
    let common = ["train", "--model", model, "--data", run.data, "--batch-size", "64", "--no-report", "--epochs", "2"]
    #expect(try await LockstepProgram.command(common + ["--output-dir", first.path]).run().failure == nil)
    let options =
      common + Self.everyStep
      + ["--initial-weights", first.model, "--validation-indices", run.scratch.path("indices.txt")]
    let whole = try await LockstepProgram.command(options + ["--output-dir", run.folder.path]).run()
    let digest = try #require(TrainingResult(whole.standardOutput)?.weightsSHA256, "\(whole)")
    let step = try #require(run.folder.stops.last)
    let stopped = try run.folder.stopped(after: step, as: run.scratch.path("stopped"))
    let again = try run.folder.stopped(after: step, as: run.scratch.path("again"))
    for file in [first.model, run.scratch.path("indices.txt"), model] {
      try FileManager.default.removeItem(atPath: file)
    }
    let result = try await resume(stopped.path)
    #expect(TrainingResult(result.standardOutput)?.weightsSHA256 == digest, "\(result)")
    // As a job script does, with all its options.
    let automatic = try await LockstepProgram.command(
      options + ["--resume", "auto", "--output-dir", again.path]
    ).run()
    #expect(TrainingResult(automatic.standardOutput)?.weightsSHA256 == digest, "\(automatic)")
  }

  @Test("goes on from one checkpoint: in its folder, or in a new one where the file lies elsewhere")
  func oneCheckpoint() async throws {
    let whole = try await completeRun()
    let stopped = try run.folder.stopped(after: try #require(run.folder.stops.last), as: run.scratch.path("stopped"))
    let file = stopped.checkpoints[0]
    let elsewhere = run.scratch.path("elsewhere.safetensors")
    try FileManager.default.copyItem(atPath: file, toPath: elsewhere)
    let result = try await resume(file)
    #expect(TrainingResult(result.standardOutput)?.weightsSHA256 == whole.weightsSHA256, "\(result)")
    #expect(try stopped.epochs() == run.folder.epochs())
    let new = RunFolder(run.scratch.path("new"))
    let moved = try await resume(elsewhere, "--output-dir", new.path)
    #expect(TrainingResult(moved.standardOutput)?.weightsSHA256 == whole.weightsSHA256, "\(moved)")
    #expect(try new.epochs() == run.folder.epochs())
  }

  @Test("is named in the report")
  func report() async throws {
    _ = try await completeRun()
    let step = try #require(run.folder.stops.last)
    let stopped = try run.folder.stopped(after: step, as: run.scratch.path("stopped"))
    #expect(try await resume(stopped.path).failure == nil)
    let report = try await LockstepProgram.run("report", stopped.path, "--data", run.data)
    #expect(report.failure == nil)
    let page = try String(contentsOfFile: stopped.path + "/report.html", encoding: .utf8)
    #expect(page.contains("once, last after step \(step), on 1 × "))
  }
}
