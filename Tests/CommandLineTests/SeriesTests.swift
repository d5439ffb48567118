import Foundation
import Support
import Testing

/// Several runs of one kind, and what a run is asked to reach.
@Suite("Several runs", .serialized)
struct SeriesTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  /// The numbers of the runs in a table.
  private static func numbers(_ result: CommandResult) -> [Substring] {
    result.outputLines.compactMap { $0.wholeMatch(of: /(seed|fold) (\d)  +(?:\d\.\d{4} +){4}[0-9a-f]{12}…/)?.output.2 }
  }

  @Test("with other seeds: a folder for each, a table, means and deviations")
  func seeds() async throws {
    let result = try await run.train("--repeat", "3", "--seed", "7", "--epochs", "1", "--report")
    let lines = result.outputLines
    #expect(lines.first?.hasPrefix("run     validation loss") == true, "\(result)")
    #expect(Self.numbers(result) == ["7", "8", "9"], "\(result)")
    #expect(
      lines.count { $0.wholeMatch(of: /(validation|test) (loss|accuracy): \d\.\d{4} ± \d\.\d{4}/) != nil } == 4,
      "\(result)")
    #expect(try run.folder.names() == ["report.html", "runs.csv", "seed-7", "seed-8", "seed-9", "series.json"])
    let rows = try String(contentsOfFile: run.folder.path + "/runs.csv", encoding: .utf8).split(separator: "\n")
    #expect(rows.first == "run,validation_loss,validation_accuracy,test_loss,test_accuracy,weights_sha256")
    #expect(rows.count == 4)
    // One of them is the run with that seed.
    let alone = RunFolder(run.scratch.path("alone"))
    let command = LockstepProgram.command(
      run.arguments(outputFolder: alone.path) + ["--seed", "8", "--epochs", "1"])
    let single = try await command.run()
    let digest = try #require(TrainingResult(single.standardOutput)?.weightsSHA256)
    #expect(rows[2].hasSuffix(digest))
    #expect(try alone.epochs() == RunFolder(run.folder.path + "/seed-8").epochs())
  }

  @Test("with other folds: each validates with its part", arguments: [[], ["--shuffle-folds"]])
  func folds(options: [String]) async throws {
    let arguments = run.arguments(outputFolder: run.folder.path) + ["--folds", "2", "--epochs", "1"] + options
    let result = try await LockstepProgram.command(arguments).run()
    #expect(result.failure == nil)
    #expect(Self.numbers(result) == ["1", "2"], "\(result)")
    #expect(try run.folder.names() == ["fold-1", "fold-2", "runs.csv", "series.json"])
    let plan = "images           150 to train, 150 to validate (fold 2 of 2), 100 to test"
    #expect(result.errorLines.contains(Substring(plan)), "\(result)")
  }

  @Test("end with exit code 2 if the accuracy is not reached", arguments: [[], ["--repeat", "2"], ["--folds", "2"]])
  func target(options: [String]) async throws {
    for (target, code) in [("0", Int32(0)), ("1", 2)] {
      let folder = run.scratch.path("target-\(target)")
      let arguments = run.arguments(outputFolder: folder) + ["--epochs", "1", "--target-accuracy", target] + options
      let result = try await LockstepProgram.command(arguments).run()
      #expect(result.exitCode == code, "\(result)")
      #expect(result.standardError.contains("less than the target of 1.0") == (code == 2), "\(result)")
    }
  }

  @Test("stop early, and the best epoch is kept and restored")
  func earlyStopping() async throws {
    let result = try await run.train(
      "--epochs", "9", "--early-stopping-patience", "0", "--min-delta", "100", "--restore-best-weights", "--monitor",
      "val_accuracy")
    #expect(result.standardError.contains("\nEpoch 2: early stopping\n"))
    #expect(result.standardError.contains("\nRestoring model weights from the end of the best epoch: 1.\n"))
    let digest = try #require(TrainingResult(result.standardOutput)?.weightsSHA256)
    for file in ["best.safetensors", "step-00000004.safetensors"] {
      let inspection = try await LockstepProgram.run("inspect", run.folder.path + "/checkpoints/" + file)
      #expect(inspection.standardOutput.contains("weights sha256: \(digest)"))
    }
  }
}
