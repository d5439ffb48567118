import Foundation
import Support
import Testing

/// The newest checkpoint of a run that was stopped is damaged in every way, and the run goes on all the same.
@Suite("Damaged checkpoints and --resume", .serialized, .timeLimit(.minutes(5)))
struct DamagedResumeTests {
  /// What happens to a file that is there, and a part of the message about it.
  struct Damage {
    let fault: String
    let change: (_ path: String) throws -> Void

    init(_ fault: String, _ change: @escaping (_ path: String) throws -> Void) {
      (self.fault, self.change) = (fault, change)
    }

    /// The bytes are others.
    static func edit(_ fault: String, _ edit: @escaping (inout Data) -> Void) -> Damage {
      Damage(fault) { path in
        var bytes = try Data(contentsOf: URL(filePath: path))
        edit(&bytes)
        try bytes.write(to: URL(filePath: path))
      }
    }

    /// Something else has the name.
    static func replace(_ fault: String, _ put: @escaping (_ path: String) throws -> Void) -> Damage {
      Damage(fault) { path in
        try FileManager.default.removeItem(atPath: path)
        try put(path)
      }
    }
  }

  let run: SmallRun

  init() throws { run = try SmallRun() }

  private func damages(earlier: String, anotherRuns: String) -> [Damage] {
    let files = FileManager.default
    return [
      .edit("is empty") { $0 = Data() }, .edit("expected a header of") { $0 = $0.prefix(100) },
      .edit("bytes of data, expected") { $0 = $0.dropLast() }, .edit("has SHA-256") { $0[$0.count - 1] ^= 1 },
      .edit("has SHA-256") { $0[$0.count / 2] ^= 64 },
      .replace("is a folder") { try files.createDirectory(atPath: $0, withIntermediateDirectories: false) },
      .replace("No such file") { try files.createSymbolicLink(atPath: $0, withDestinationPath: "absent") },
      .replace(", expected step 12") { try files.copyItem(atPath: earlier, toPath: $0) },
      .replace("is of another run") { try files.copyItem(atPath: anotherRuns, toPath: $0) },
      .replace("is of another run") { try files.createSymbolicLink(atPath: $0, withDestinationPath: anotherRuns) },
    ]
  }

  @Test("it is passed over with one message, the one before is taken, and the result is the same")
  func everyDamage() async throws {
    let checkpoints = try await run.trainWithCheckpoints()
    let earlier = try #require(checkpoints.dropLast().last).file
    let name = try #require(earlier.split(separator: "/").last)
    let digest = try #require(run.folder.events().last?["weights_sha256"] as? String)
    let other = RunFolder(run.scratch.path("other"))
    let options = ["--seed", "7", "--checkpoint-every", "1epoch", "--output-dir", other.path]
    try #require(try await LockstepProgram.command(run.arguments(options)).run().failure == nil)
    let damages = damages(earlier: earlier, anotherRuns: try #require(other.checkpoints.last))
    for (number, damage) in damages.enumerated() {
      let stopped = try run.folder.stopped(after: 12, as: run.scratch.path("stopped-\(number)"))
      let file = try #require(stopped.checkpoints.last)
      try damage.change(file)
      let result = try await LockstepProgram.run(
        "train", "--resume", stopped.path, "--data", run.data, "--no-report", "--threads", "1")
      let what = Comment(rawValue: "\(number): \(damage.fault)\n\(result)")
      #expect(TrainingResult(result.standardOutput)?.weightsSHA256 == digest, what)
      let messages = result.errorLines.filter { $0.contains("passed over: \(file)") }
      #expect(messages.count == 1 && messages[0].contains(damage.fault), what)
      #expect(result.standardError.contains("goes on from \(name)"), what)
    }
  }
}
