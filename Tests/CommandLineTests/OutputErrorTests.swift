import Foundation
import Support
import Testing

/// Places that cannot be written: exit code 73 where nothing can be created, 74 where writing fails half-way.
///
/// Not by permissions, which do not stop a privileged user.
@Suite("Output errors")
struct OutputErrorTests {
  let scratch: ScratchFolder
  let data: String

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 64, testImages: 16).write(in: scratch)
  }

  @Test("an output folder that is not empty, and stays as it is")
  func outputFolderIsTaken() async throws {
    let folder = try scratch.makeFolder("taken")
    try scratch.write(Array("precious".utf8), "taken/notes.txt")
    let result = try await train(into: folder)
    #expect(result.refusalFault(exitCode: 73, "lockstep: \(folder): is not empty", "another --output-dir") == nil)
    #expect(try RunFolder(folder).names() == ["notes.txt"])
    #expect(try scratch.text("taken/notes.txt") == "precious")
  }

  @Test("an output folder below a regular file")
  func outputFolderBelowFile() async throws {
    let file = try scratch.write([1], "file")
    for folder in [file, file + "/run"] {
      let result = try await train(into: folder)
      #expect(result.refusalFault(exitCode: 73, "lockstep: \(file): ") == nil)
    }
  }

  @Test("an output folder where the system lets nobody create one")
  func outputFolderInProc() async throws {
    let result = try await train(into: "/proc/lockstep-run")
    #expect(result.refusalFault(exitCode: 73, "lockstep: /proc/lockstep-run: cannot make the folder") == nil)
  }

  @Test("a file that could not be written to its end is not begun")
  func limitedFileSize() async throws {
    // 50 kB for each file; the signal is ignored so that the system call fails, as on a full disk.
    let limited = #"ulimit -f 100; trap "" XFSZ; exec "$@""#
    let folder = scratch.path("run")
    let call = ["-c", limited, "sh", LockstepProgram.path] + arguments(folder)
    let result = try await Command("/bin/sh", call).run()
    let fault = result.refusalFault(
      exitCode: 74, "\(folder): a checkpoint will have 1.1 MB, but this process may write files of at most 51 kB",
      "ulimit -f")
    #expect(fault == nil)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test(
    "results that cannot be written",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no device that is always full"),
    arguments: [["summary"], ["--help"], ["--version"]])
  func fullStandardOutput(arguments: [String]) async throws {
    let call = ["-c", #"exec "$@" > /dev/full"#, "sh", LockstepProgram.path] + arguments
    let result = try await Command("/bin/sh", call).run()
    #expect(result.refusalFault(exitCode: 74, "lockstep: standard output: ") == nil)
  }

  @Test(
    "progress that cannot be written does not stop the training",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no device that is always full"))
  func fullStandardError() async throws {
    let folder = scratch.path("run")
    let call = ["-c", #"exec "$@" 2> /dev/full"#, "sh", LockstepProgram.path] + arguments(folder)
    let result = try await Command("/bin/sh", call).run()
    #expect(result.exitCode == 0, "\(result)")
    #expect(TrainingResult(result.standardOutput) != nil, "\(result)")
  }

  private func train(into folder: String) async throws -> CommandResult {
    try await LockstepProgram.command(arguments(folder)).run()
  }

  private func arguments(_ outputFolder: String) -> [String] {
    [
      "train", "--model", "lab-001", "--epochs", "1", "--validation-split", "0", "--data", data, "--output-dir",
      outputFolder,
    ]
  }
}
