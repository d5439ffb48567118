import Support
import Testing

/// Two epochs of lab-001 on a small data set, in a folder that goes with this value.
struct SampleRun {
  let scratch: ScratchFolder
  /// The folder of the data set.
  let data: String
  /// What the run leaves.
  let folder: RunFolder

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 300, testImages: 100).write(in: scratch)
    folder = RunFolder(scratch.path("run"))
  }

  /// Calls `train`, which must succeed.
  func train(_ options: String...) async throws -> CommandResult {
    let result = try await LockstepProgram.command(arguments(outputFolder: folder.path) + options).run()
    try #require(result.failure == nil)
    return result
  }

  /// The arguments of the run, to which others can be added; the last of two wins.
  ///
  /// Without a page about it, which takes a debug build longer than the run; `--report` asks for one.
  func arguments(outputFolder: String?) -> [String] {
    ["train", "--model", "lab-001", "--epochs", "2", "--data", data, "--no-report"]
      + (outputFolder.map { ["--output-dir", $0] } ?? [])
  }
}
