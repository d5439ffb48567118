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
    // 50 kB for each file; the one that starts the program does not ignore the signal.
    let limited = #"ulimit -f 100; exec "$@""#
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
    "closed standard output, before the work", arguments: [["summary"], ["launch", "local", "--print", "summary"]])
  func closedStandardOutput(arguments: [String]) async throws {
    let result = try await LockstepProgram.shell(#"exec "$@" >&-"#, arguments).run()
    #expect(result.refusalFault(exitCode: 74, "lockstep: standard output: ") == nil)
  }

  @Test("closed standard output leaves no run without results")
  func closedStandardOutputOfTraining() async throws {
    let folder = scratch.path("run")
    let result = try await LockstepProgram.shell(#"exec "$@" >&-"#, arguments(folder)).run()
    #expect(result.refusalFault(exitCode: 74, "lockstep: standard output: ") == nil)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("closed standard error or input puts nothing into the files of a run", arguments: ["2>&-", "<&-", "<&- 2>&-"])
  func closedDescriptor(closing: String) async throws {
    let folder = RunFolder(scratch.path("run"))
    let result = try await LockstepProgram.shell(#"exec "$@" \#(closing)"#, arguments(folder.path)).run()
    #expect(result.exitCode == 0, "\(result)")
    #expect(TrainingResult(result.standardOutput) != nil, "\(result)")
    #expect(try folder.events().compactMap { $0["event"] as? String } == ["run_start", "epoch", "run_end"])
    #expect(try folder.historyLines().count == 3)
  }

  @Test("a reader of the log that goes ends nothing")
  func lostLog() async throws {
    let folder = scratch.path("run")
    let script = #"{ "$@" 2>&1 >&3 | head -n 1 >/dev/null; } 3>&1"#
    let result = try await LockstepProgram.shell(script, arguments(folder)).run()
    #expect(TrainingResult(result.standardOutput) != nil, "\(result)")
    #expect(FileManager.default.fileExists(atPath: RunFolder(folder).model))
  }

  @Test("a reader of the results that goes: the files of the run are whole, and the report is there")
  func lostResults() async throws {
    let folder = scratch.path("run")
    let script = #"{ "$@"; echo "code $?" >&2; } | true"#
    let result = try await LockstepProgram.shell(script, arguments(folder)).run()
    #expect(result.standardError.contains("lockstep: standard output: cannot write the results"), "\(result)")
    #expect(result.errorLines.last == "code 74", "\(result)")
    let names = try RunFolder(folder).names()
    #expect(names.contains("model.safetensors") && names.contains("report.html"), "\(names)")
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
