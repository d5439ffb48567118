import Foundation
import Support
import Testing

/// Every option of `train`, given to a run that goes on: it changes no bit, or it is compared with the run's.
@Suite("Options of a run that goes on", .serialized)
struct ResumeOptionTrialTests {
  /// Options that name files or folders, and those whose numbers have a form of their own.
  private static func values(_ option: String, _ inputs: SampleInputs) -> [String] {
    switch option {
    case "--model": ["lab-001"]
    case "--data": [inputs.data]
    case "--output-dir": [inputs.run]
    case "--initial-weights": [inputs.modelFile]
    case "--validation-indices": [inputs.indices]
    case "--exclude-from-weight-decay": ["bias"]
    case "--pixel-range": ["0-255"]
    default: ["2", "0.25", "0.1,0.2", "1epoch", "100steps"]
    }
  }

  @Test("are each either free, or refused with the run's own value, and none is forgotten")
  func all() async throws {
    let scratch = try ScratchFolder()
    let inputs = try await SampleInputs(in: scratch)
    let train = try #require(try await ProgramDescription.read().first { $0.name == "train" })
    var (free, deciding) = ([String](), [String]())
    for option in train.arguments where option.title != "--resume" {
      let values = option.kind == .flag ? [""] : option.allValues?.suffix(1) ?? Self.values(option.title, inputs)
      var result: CommandResult?
      for value in values {
        let found = try await LockstepProgram.command(["train", "--resume", inputs.run] + option.words(value)).run()
        result = found
        if !found.standardError.contains("is invalid for"), !found.standardError.contains(": expected ") { break }
      }
      let end = try #require(result)
      let isCompared = ["was begun with other options:", "was begun with --model", "only with --folds"].contains {
        end.standardError.contains($0)
      }
      // The new run of --fork is not one that goes on; a target may be missed by a run that is left alone.
      let isFree =
        [0, 2].contains(end.exitCode) && end.standardError.contains("is complete") || option.title == "--fork"
      #expect(isFree || end.exitCode == 64 && isCompared, "\(option.title) is in neither of the two lists: \(end)")
      if isFree { free.append(option.title) } else { deciding.append(option.title) }
    }
    // What says the same as the run counts as free here: the defaults of the options.
    for option in ["--epochs", "--seed", "--learning-rate", "--repeat", "--loss", "--flip", "--monitor"] {
      #expect(deciding.contains(option), "\(option) decides the result")
    }
    for option in [
      "--data", "--threads", "--target-accuracy", "--no-report", "--profile", "--checkpoint-every", "--keep",
    ] {
      #expect(free.contains(option), "\(option) changes no bit")
    }
  }
}
