import Foundation
import Support
import Testing

/// `train --resume` with the folder of `--repeat` or `--folds`.
@Suite("A series of runs that goes on", .serialized)
struct ResumeSeriesTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  /// A series as a process leaves it that is killed in its second run.
  private func stopped(_ runs: [String], as name: String) throws -> RunFolder {
    let copy = RunFolder(run.scratch.path(name))
    try FileManager.default.copyItem(atPath: run.folder.path, toPath: copy.path)
    for name in ["runs.csv"] + runs.dropFirst() { try FileManager.default.removeItem(atPath: "\(copy.path)/\(name)") }
    let second = RunFolder("\(run.folder.path)/\(runs[1])")
    _ = try second.stopped(after: try #require(second.stops.last), as: "\(copy.path)/\(runs[1])")
    try FileManager.default.createDirectory(atPath: "\(copy.path)/\(runs[2])", withIntermediateDirectories: false)
    return copy
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test(
    "ends with the table of one that was not stopped",
    arguments: [(["--repeat", "3"], "seed"), (["--folds", "3", "--shuffle-folds"], "fold")])
  func table(options: [String], kind: String) async throws {
    let arguments = ["--epochs", "3", "--checkpoint-every", "1steps", "--keep", "100"] + options
    let whole = try await LockstepProgram.command(run.arguments(outputFolder: run.folder.path) + arguments).run()
    #expect(whole.failure == nil)
    let runs = ["\(kind)-1", "\(kind)-2", "\(kind)-3"]
    for (name, isAuto) in [("named", false), ("auto", true)] {
      let series = try stopped(runs, as: name)
      let finished = FileManager.default.contents(atPath: "\(series.path)/\(runs[0])/metrics.jsonl")
      let command =
        isAuto
        ? run.arguments(outputFolder: series.path) + arguments + ["--resume", "auto"]
        : ["train", "--resume", series.path, "--data", run.data, "--no-report"]
      let result = try await LockstepProgram.command(command).run()
      #expect(result.failure == nil)
      #expect(result.standardOutput == whole.standardOutput, "\(result)")
      #expect(try text(series.path + "/runs.csv") == text(run.folder.path + "/runs.csv"))
      #expect(result.standardError.contains("resume: \(series.path)/\(runs[1]) goes on from step-"))
      #expect(result.standardError.contains("resume: \(series.path) goes on: 1 of 3 runs are complete\n"))
      #expect(FileManager.default.contents(atPath: "\(series.path)/\(runs[0])/metrics.jsonl") == finished)
      let again = try await LockstepProgram.command(command).run()
      #expect(again.standardOutput == whole.standardOutput)
      #expect(again.standardError.contains("resume: \(series.path) is complete; there is nothing left to do\n"))
    }
  }

  @Test("is compared with the options given, and judged by its mean")
  func options() async throws {
    let arguments = run.arguments(outputFolder: run.folder.path) + ["--epochs", "1", "--repeat", "2"]
    try #require(try await LockstepProgram.command(arguments).run().failure == nil)
    let fewer = try await LockstepProgram.command(arguments + ["--resume", "auto", "--repeat", "3"]).run()
    #expect(fewer.refusalFault(exitCode: 64, "  --repeat: the run has 2, given is 3\n") == nil)
    let named = try await LockstepProgram.run("train", "--resume", run.folder.path, "--epochs", "3")
    #expect(named.refusalFault(exitCode: 64, "  --epochs: the run has 1, given is 3\n") == nil)
    let target = try await LockstepProgram.run("train", "--resume", run.folder.path, "--target-accuracy", "1")
    #expect(target.exitCode == 2, "\(target)")
    let fork = try await LockstepProgram.run("train", "--resume", run.folder.path, "--fork")
    #expect(fork.refusalFault(exitCode: 64, "is a series of runs, of which --fork needs one") == nil)
    // One run of it is a run.
    let one = try await LockstepProgram.run("train", "--resume", run.folder.path + "/seed-2")
    #expect(one.failure == nil)
    #expect(one.standardError.contains("is complete"))
  }

  @Test(
    "may be as long as the option that asks for it allows, and no longer",
    arguments: [
      ("--folds", #""count" : 2"#, 60_000, "validated with fold 0 of 60001"),
      ("--repeat", #""repeats" : 2"#, 10_000, "is a series of 10001 runs, expected 2 to 10000"),
    ])
  func length(option: String, written: String, most: Int, refusal: String) async throws {
    let arguments = run.arguments(outputFolder: run.folder.path) + ["--epochs", "0", option, "2"]
    try #require(try await LockstepProgram.command(arguments).run().failure == nil)
    let file = run.folder.path + "/series.json"
    let description = try text(file)
    func resumed(_ count: Int) async throws -> CommandResult {
      let changed = description.replacing(written, with: written.dropLast() + "\(count)")
      try #require(changed != description)
      try changed.write(toFile: file, atomically: true, encoding: .utf8)
      return try await LockstepProgram.run("train", "--resume", run.folder.path, "--seed", "9")
    }
    // Refused for its options alone.
    let longest = try await resumed(most)
    #expect(longest.refusalFault(exitCode: 64, "  --seed: the run has 1, given is 9\n") == nil)
    let longer = try await resumed(most + 1)
    #expect(longer.refusalFault(exitCode: 65, refusal) == nil)
  }
}
