import Foundation
import Support
import Testing

/// A run is computed again and compared with what it has recorded.
@Suite("verify", .timeLimit(.minutes(5)))
struct VerifyTests {
  let run: SmallRun

  init() throws { run = try SmallRun() }

  private func verify(_ options: String..., environment: [String: String] = [:]) async throws -> CommandResult {
    let arguments = ["verify", run.folder.path, "--data", run.data] + options
    return try await LockstepProgram.command(arguments, environment: environment).run()
  }

  @Test("a run that is as recorded: 0, a line for each epoch, and nothing is written")
  func same() async throws {
    try await run.train()
    let before = try run.fingerprint()
    let result = try await verify("--threads", "1")
    #expect(result.failure == nil)
    #expect(result.outputLines.first == "\(run.folder.path): epochs 1 to 3 and the result as recorded")
    let digest = try #require(run.folder.events().last?["weights_sha256"] as? String)
    #expect(result.outputLines.last == "weights sha256: \(digest)")
    let lines = result.errorLines.filter { $0.contains("same digest") }
    #expect(lines.map { $0.prefix { $0 != ":" } } == ["epoch 1", "epoch 2", "epoch 3", "result"])
    #expect(lines.last == "result: same digest \(digest.prefix(12))…")
    #expect(try run.fingerprint() == before)
  }

  /// Averages of the weights, an early end, and the best epoch's weights as the result.
  @Test(
    "every way to a result",
    arguments: [
      ["--weight-average", "ema"], ["--early-stopping-patience", "1", "--restore-best-weights", "--epochs", "9"],
      ["--validation-split", "0.25", "--flip", "random", "--shift", "1"], ["--epochs", "0"],
      ["--pixel-range", "standardized", "--optimizer", "sgd", "--momentum", "0.5", "--schedule", "cosine"],
    ])
  func ways(options: [String]) async throws {
    let result = try await LockstepProgram.command(run.arguments(options)).run()
    try #require(result.failure == nil)
    let verification = try await verify("--progress", "none")
    #expect(verification.failure == nil)
    #expect(verification.standardError == "")
    #expect(verification.outputLines.first?.hasSuffix("the result as recorded") == true, "\(verification)")
  }

  @Test("a digest that was changed: 2, and the epoch, what is recorded, and what was computed")
  func changedDigest() async throws {
    try await run.train()
    let digests = try run.folder.events().compactMap { $0["weights_sha256"] as? String }
    let other = String(repeating: "0", count: 64)
    try run.edit(epoch: 2, replacing: /[0-9a-f]{64}/, with: other)
    let result = try await verify()
    let fault = result.refusalFault(
      exitCode: 2, "epoch 2 differs: its weights_sha256 is \(other) in metrics.jsonl, and \(digests[1]) computed here")
    #expect(fault == nil)
    #expect(result.standardError.contains("epoch 1: same digest"))
    #expect(!result.standardError.contains("epoch 3: "), "nothing is computed behind the difference")
  }

  @Test("a figure that was changed: 2, and which")
  func changedFigure() async throws {
    try await run.train()
    try run.edit(epoch: 3, replacing: /"accuracy":[^,]*/, with: #""accuracy":0.5"#)
    #expect(
      try await verify().refusalFault(exitCode: 2, "epoch 3 differs: its accuracy is 0.5 in metrics.jsonl") == nil)
  }

  @Test("a result that was changed: 2; the model's file does not fit it either, and is named")
  func changedResult() async throws {
    try await run.train()
    let other = String(repeating: "f", count: 64)
    try run.editMetrics { lines in
      lines.dropLast() + lines.suffix(1).map { $0.replacing(/[0-9a-f]{64}/, with: other) }
    }
    let result = try await verify()
    #expect(result.refusalFault(exitCode: 2, "the result differs: its weights_sha256 is \(other)") == nil)
    #expect(result.standardError.contains("differs: \(run.folder.model): has weights with sha256 "), "\(result)")
  }

  @Test("a checkpoint that was damaged, or is of another run: 2, and the file, though the epochs are as recorded")
  func changedCheckpoint() async throws {
    try await run.train()
    let file = try #require(run.folder.checkpoints.last)
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(filePath: file))
    let damaged = try await verify()
    #expect(
      damaged.refusalFault(exitCode: 2, "as recorded, but a file is not: \(file): is damaged: its data") == nil)
    #expect(damaged.standardError.contains("epoch 3: same digest"), "\(damaged)")

    let other = RunFolder(run.scratch.path("other"))
    let options = ["--seed", "7", "--output-dir", other.path]
    try #require(try await LockstepProgram.command(run.arguments(options)).run().failure == nil)
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.copyItem(atPath: try #require(other.checkpoints.last), toPath: file)
    #expect(try await verify().refusalFault(exitCode: 2, "\(file): is of another run: its run_sha256 is ") == nil)
  }

  @Test(
    "epochs that are not recorded, and ranges that are none: 64", arguments: ["4", "2-4", "3-2", "0", "1-2-3", "x"])
  func wrongEpochs(epochs: String) async throws {
    try await run.train()
    let result = try await verify("--epochs", epochs)
    #expect(result.exitCode == 64, "\(result)")
    #expect(result.standardError.contains("--epochs"), "\(result)")
  }

  @Test("a run of a version that recorded no digests: 65")
  func noDigests() async throws {
    try await run.train()
    for epoch in 1...3 { try run.edit(epoch: epoch, replacing: /,"weights_sha256":"[0-9a-f]*"/, with: "") }
    #expect(try await verify().refusalFault(exitCode: 65, "metrics.jsonl: has no weights_sha256 of epoch 1") == nil)
  }

  @Test("records that are missing: 65")
  func missingRecords() async throws {
    try await run.train()
    try run.editMetrics { lines in lines.filter { !$0.contains(#""epoch":2,"#) } }
    #expect(
      try await verify().refusalFault(exitCode: 65, "has the epochs 1, 3, expected 1 to 3, one after the other") == nil)
    try run.editMetrics { Array($0.prefix(1)) }
    #expect(try await verify().refusalFault(exitCode: 65, "has no epoch: there is nothing to compare with") == nil)
  }

  @Test("a configuration that is damaged: 65")
  func hostileConfiguration() async throws {
    try await run.train()
    try run.editMetrics { lines in
      lines.map { $0.replacing(#""epochs":3,"evaluation""#, with: #""epochs":-3,"evaluation""#) }
    }
    #expect(try await verify().refusalFault(exitCode: 65, "trains -3 epochs, expected at least 0") == nil)
  }

  @Test("other data: 65; kernels of another family: 78; no such run: 66")
  func otherConditions() async throws {
    try await run.train()
    let other = try SampleDataset(trainingImages: 64, testImages: 33).write(in: run.scratch, "other")
    let data = try await verify("--data", other)
    #expect(data.refusalFault(exitCode: 65, "was trained on other data: sha256 ", "Name its data with --data") == nil)
    // The slowest set verifies what the best one has trained.
    #expect(try await verify(environment: ["LOCKSTEP_KERNELS": "portable"]).failure == nil)
    try run.editMetrics { lines in
      lines.map { $0.replacing(#""kernel_family":"fused""#, with: #""kernel_family":"portable""#) }
    }
    #expect(try await verify().refusalFault(exitCode: 78, "was computed with kernels of the family portable") == nil)
    #expect(try await LockstepProgram.run("verify", run.scratch.path("absent")).exitCode == 66)
  }

  @Test("initial weights from a file that was changed: 65")
  func changedInitialWeights() async throws {
    try await run.train("--epochs", "1")
    let weights = run.scratch.path("weights.safetensors")
    try FileManager.default.moveItem(atPath: run.folder.model, toPath: weights)
    try FileManager.default.removeItem(atPath: run.folder.path)
    try await run.train("--initial-weights", weights)
    #expect(try await verify().failure == nil)
    try FileManager.default.removeItem(atPath: weights)
    try FileManager.default.copyItem(atPath: run.folder.model, toPath: weights)
    #expect(try await verify().refusalFault(exitCode: 65, "\(weights): has weights with sha256 ") == nil)
  }

  @Test("some epochs: from the last checkpoint before them that is as recorded, else from the beginning")
  func someEpochs() async throws {
    var checkpoints = try await run.trainWithCheckpoints()
    try #require(checkpoints.count > 1)
    func expect(_ epochs: ClosedRange<Int>) async throws {
      let result = try await verify("--epochs", "\(epochs.lowerBound)-\(epochs.upperBound)")
      let start = checkpoints.last { $0.epoch < epochs.lowerBound }
      let place = start.map { "\($0.file), the end of epoch \($0.epoch)" } ?? "the beginning"
      #expect(result.standardError.contains(" from \(place)\n"), "\(result)")
      let said = result.errorLines.filter { $0.contains("same digest") }.map { String($0.prefix { $0 != ":" }) }
      let result3 = epochs.upperBound == 3 ? ["result"] : []
      #expect(said == ((start?.epoch ?? 0) + 1...epochs.upperBound).map { "epoch \($0)" } + result3, "\(result)")
    }
    for epochs in [1...1, 2...2, 2...3, 3...3] { try await expect(epochs) }
    // The last one before epoch 3 is damaged.
    let last = try #require(checkpoints.lastIndex { $0.epoch < 3 })
    try Data([1]).write(to: URL(filePath: checkpoints.remove(at: last).file))
    try await expect(3...3)
    try FileManager.default.removeItem(atPath: run.folder.path + "/checkpoints")
    checkpoints = []
    try await expect(2...2)
  }

  @Test("a checkpoint whose epoch has another digest in the records is not begun from: it is named")
  func checkpointThatDoesNotFit() async throws {
    let checkpoint = try #require(await run.trainWithCheckpoints().first)
    let other = String(repeating: "0", count: 64)
    try run.edit(epoch: checkpoint.epoch, replacing: /[0-9a-f]{64}/, with: other)
    let result = try await verify("--epochs", "3")
    #expect(result.standardError.contains("differs: \(checkpoint.file): has weights with sha256 "), "\(result)")
    #expect(result.exitCode == 2, "\(result)")
  }

  @Test("a run that was stopped: the epochs so far")
  func stoppedRun() async throws {
    try await run.train()
    try run.editMetrics { $0.dropLast(2) }
    try FileManager.default.removeItem(atPath: run.folder.model)
    let result = try await verify()
    #expect(result.failure == nil)
    #expect(result.outputLines.first == "\(run.folder.path): epochs 1 to 2 as recorded", "\(result)")
    #expect(!result.standardError.contains("epoch 3"), "\(result)")
  }

  @Test("a series: run by run; those that differ are named")
  func series() async throws {
    try await run.train("--repeat", "3")
    let result = try await verify()
    #expect(result.failure == nil)
    #expect(result.outputLines.count { $0.hasSuffix("epochs 1 to 3 and the result as recorded") } == 3, "\(result)")
    let path = run.folder.path + "/seed-1/metrics.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing(/"loss":[0-9.e-]+/, with: #""loss":0.5"#).write(toFile: path, atomically: false, encoding: .utf8)
    let changed = try await verify()
    #expect(changed.exitCode == 2, "\(changed)")
    #expect(changed.messages == ["lockstep: 1 of 3 runs differ from what they have recorded, see above."], "\(changed)")
    #expect(changed.standardError.contains("seed-1: epoch 1 differs: its loss is 0.5 in metrics.jsonl"), "\(changed)")
    #expect(changed.outputLines.count { $0.hasSuffix("as recorded") } == 2, "\(changed)")
  }
}
