import Foundation
import Support
import Testing

/// What a run prints, and where it puts its files.
@Suite("A training run", .serialized)
struct TrainingRunTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  @Test("prints four lines of results on standard output")
  func results() async throws {
    let result = try await run.train()
    #expect(TrainingResult(result.standardOutput) != nil, "\(result)")
  }

  @Test("tells its plan and progress on standard error, in plain lines")
  func progress() async throws {
    let result = try await run.train("--seed", "7", "--threads", "2")
    let plan = [
      "model            lab-001, 93322 parameters", "ranks x threads  1 x 2 (one process)", "kernels          ",
      "data             not Fashion-MNIST, sha256 ",
      "images           240 to train, 60 to validate (the last of the training images), 100 to test",
      "images per rank  240", "shards           16", "global batch     64 images, 4 steps per epoch",
      "gradient         374848 bytes, fixed tree", "seed             7", "run directory    \(run.folder.path)",
    ]
    for line in plan { #expect(result.errorLines.contains { $0.hasPrefix(line) }, "\(line) is not in \(result)") }
    let epoch =
      #/
      (?m)^Epoch\ (\d)/2\ -\ 4/4\ -\ \d+(?:\.\d)?s\ -\ \d+(?:\.\d)?ms/step\ -\ loss:\ \d\.\d{4}\ -\ accuracy:\ \d\.\d{4}
      \ -\ val_loss:\ \d\.\d{4}\ -\ val_accuracy:\ \d\.\d{4}\ -\ \d+\ images/s$
      /#
    #expect(result.standardError.matches(of: epoch).map { String($0.output.1) } == ["1", "2"], "\(result)")
    #expect(result.errorLines.last == "run directory: \(run.folder.path)")
    let control = (result.standardError + result.standardOutput).unicodeScalars
      .filter { $0.properties.generalCategory == .control && $0 != "\n" }
    #expect(control.isEmpty, "control characters in \(result)")
  }

  @Test("says that the test set is the validation data where the recipe wants that")
  func testSetAsValidationData() async throws {
    let result = try await run.train("--model", "lab-003", "--epochs", "1")
    let line = "images           300 to train, test set used as validation data, 100 to test"
    #expect(result.errorLines.contains(Substring(line)), "\(result)")
  }

  @Test("prints no progress when it is to be silent")
  func silence() async throws {
    let result = try await run.train("--verbose", "0")
    #expect(result.standardError == "run directory: \(run.folder.path)\n")
    #expect(TrainingResult(result.standardOutput) != nil, "\(result)")
  }

  @Test("goes into runs/<time>-<model> if no folder is named, one for each run")
  func standardFolder() async throws {
    for _ in 0..<2 {
      let command = LockstepProgram.command(run.arguments(outputFolder: nil), folder: run.scratch.path)
      #expect(try await command.run().failure == nil)
    }
    let names = try RunFolder(run.scratch.path("runs")).names()
    #expect(names.count == 2)
    for name in names { #expect(name.wholeMatch(of: /\d{8}T\d{6}-lab-001(-2)?/) != nil, "\(name)") }
  }

  @Test("is never overwritten")
  func neverOverwritten() async throws {
    _ = try await run.train()
    let before = try run.contents()
    let again = try await LockstepProgram.command(run.arguments(outputFolder: run.folder.path)).run()
    let fault = again.refusalFault(exitCode: 73, "\(run.folder.path): is not empty", "a run is never overwritten")
    #expect(fault == nil)
    #expect(try run.contents() == before)
  }
}

extension SampleRun {
  /// The content of every file of the run, by name.
  fileprivate func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      contents[name] = FileManager.default.contents(atPath: "\(folder.path)/\(name)")
    }
    return contents
  }
}
