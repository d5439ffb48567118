import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

/// Text that anyone may have put into a file or its name, and that acts on a terminal: no command prints it raw.
@Suite("Hostile text", .serialized)
struct HostileTextTests {
  /// Clears the screen, in the spelling of 7 and of 8 bits, turns the direction of text, and forges a line.
  private static let hostile = "\u{1B}[2J\u{9B}2J\u{202E}\rlockstep: all is well\n"
  /// The same as a part of a file's name.
  private static let name = hostile.replacing("/", with: "")
  /// The bytes, and the beginnings of a line, that must not come out.
  private static let forbidden: [[UInt8]] = [
    [0x1B], [0x0D], [0xC2, 0x9B], [0xE2, 0x80, 0xAE], Array("\nlockstep: all".utf8),
  ]

  let run: SampleRun
  let picture: String

  init() async throws {
    run = try SampleRun()
    _ = try await run.train()
    picture = run.scratch.path("picture.png")
    let shown = try await LockstepProgram.run("data", "show", "0", "--data", run.data, "--png", picture)
    try #require(shown.failure == nil)
  }

  @Test("in names of files that are not there, or are not what they should be")
  func names() async throws {
    let absent = run.scratch.path("absent\(Self.name)")
    let text = try run.scratch.write(Array("text \(Self.hostile)".utf8), "text\(Self.name)")
    let folder = try run.scratch.makeFolder("folder\(Self.name)")
    let model = run.folder.model
    for file in [absent, text, folder] {
      for call in [
        ["train", "--model", file], ["train", "--data", file],
        ["train", "--initial-weights", file, "--data", run.data],
        ["train", "--validation-indices", file, "--data", run.data],
        ["evaluate", "--model-file", file], ["evaluate", "--model-file", model, "--data", file],
        ["evaluate", "--model-file", model, "--model", file],
        ["predict", "--model-file", file, picture], ["predict", "--model-file", model, file],
        ["predict", "--model-file", model, picture, "--png", folder],
        ["predict", "--model-file", model, "--probabilities", file, "--data", run.data],
        ["summary", "--model", file], ["inspect", file], ["report", file],
        ["report", run.folder.path, "--output", folder],
        ["data", "info", "--data", file], ["data", "info", "--images", file, "--labels", file],
        ["data", "show", "0", "--data", file], ["data", "explore", "--data", file, "--output", absent + "/page.html"],
        ["data", "verify", "--data", file], ["bench", "kernels", "--csv", folder], [file], ["train", file],
        ["train", "--seed", file], ["evaluate", "--model-file", model, "--class-names", file],
      ] {
        let result = try await LockstepProgram.command(call, folder: run.scratch.path).run()
        #expect(result.exitCode != 0, "\(result)")
        expectClean(result)
      }
    }
  }

  @Test("in names of files that are read and written")
  func goodFiles() async throws {
    let picture = run.scratch.path("picture\(Self.name).png")
    try FileManager.default.copyItem(atPath: self.picture, toPath: picture)
    let data = try SampleDataset(trainingImages: 64, testImages: 16).write(in: run.scratch, "data\(Self.name)")
    let folder = run.scratch.path("run\(Self.name)")
    let model = folder + "/model.safetensors"
    for call in [
      ["train", "--model", "lab-001", "--epochs", "1", "--data", data, "--output-dir", folder],
      ["evaluate", "--model-file", model, "--data", data],
      ["evaluate", "--model-file", model, "--data", data, "--json"],
      ["predict", "--model-file", model, picture], ["predict", "--model-file", model, picture, "--json"],
      ["predict", "--model-file", model, picture, "--png", picture], ["inspect", model], ["report", folder],
      ["data", "info", "--data", data], ["data", "info", "--data", data, "--json"],
      ["data", "show", "1", "--data", data, "--png", picture],
      ["data", "explore", "--data", data, "--output", picture],
    ] {
      let result = try await LockstepProgram.command(call, folder: run.scratch.path).run()
      #expect(result.exitCode == 0, "\(result)")
      expectClean(result)
    }
  }

  @Test("in what a model's file says of itself")
  func metadata() async throws {
    let saved = try SavedModel(reading: FilePath(run.folder.model))
    let own = try #require(saved.run)
    let json = #"\u001b[2J\u009b2J\u202e\r\nlockstep: all is well"#
    for (config, architecture) in [
      (#"{"test_augmentation":"\#(json)"}"#, own.architecture), (Self.hostile, own.architecture),
      (own.config, own.architecture.replacing(#""name":""#, with: #""name":"\#(json)"#)), (own.config, Self.hostile),
    ] {
      let state = CheckpointState(
        step: own.step, epoch: own.epoch, shards: own.shards, seed: own.seed, architecture: architecture,
        config: config, dataDigest: Self.hostile, kernelFamily: Self.hostile)
      let path = run.scratch.path("hostile.safetensors")
      try SavedModel.write(saved.weights, run: state, to: FilePath(path))
      for call in [
        ["evaluate", "--model-file", path, "--data", run.data], ["predict", "--model-file", path, picture],
        ["inspect", path], ["train", "--initial-weights", path, "--data", run.data, "--epochs", "1"],
      ] { expectClean(try await LockstepProgram.command(call, folder: run.scratch.path).run()) }
    }
    let tensors = saved.weights.map { Tensor(name: Self.hostile + $0.name, shape: $0.shape, values: $0.values) }
    let path = run.scratch.path("tensors.safetensors")
    try SafetensorsFile(path: FilePath(path), tensors: tensors, metadata: [Self.hostile: Self.hostile]).write()
    for call in [["inspect", path], ["evaluate", "--model-file", path, "--model", "lab-001", "--data", run.data]] {
      expectClean(try await LockstepProgram.command(call).run())
    }
  }

  @Test("in a model's JSON and in the records of a run")
  func json() async throws {
    let hostile = #"\u001b[2J\u009b2J\u202e\r\nlockstep: all is well"#
    let whole = #"{"class_name":"Sequential","config":{"name":"CLASS","layers":[{"class_name":"CLASS","config":{}}]}}"#
    let model =
      #"{"class_name":"Sequential","config":{"name":"HERE","layers":["#
      + #"{"class_name":"InputLayer","config":{"batch_shape":[null,28,28,1]}},{"class_name":"Flatten","config":{}},"#
      + #"{"class_name":"Dense","config":{"units":10,"activation":"softmax"}}]}}"#
    for json in [whole.replacing("CLASS", with: hostile), model.replacing("HERE", with: hostile)] {
      let file = try run.scratch.write(Array(json.utf8), "model.json")
      for call in [["summary", "--plan"], ["train", "--data", run.data, "--epochs", "1"]] {
        expectClean(try await LockstepProgram.command(call + ["--model", file], folder: run.scratch.path).run())
      }
    }
    let metrics = run.folder.path + "/metrics.jsonl"
    let records = String(decoding: try Data(contentsOf: URL(filePath: metrics)), as: UTF8.self)
    for (found, replacement) in [(#""event":"epoch""#, #""event":"\#(hostile)""#), ("lab-001", hostile)] {
      try Data(records.replacing(found, with: replacement).utf8).write(to: URL(filePath: metrics))
      expectClean(try await LockstepProgram.run("report", run.folder.path))
    }
  }

  private func expectClean(_ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation) {
    let bytes = Array("\n\(result.standardOutput)\n\(result.standardError)".utf8)
    for sequence in Self.forbidden {
      #expect(bytes.firstRange(of: sequence) == nil, "\(sequence) in \(result)", sourceLocation: sourceLocation)
    }
    #expect(result.traceOfCrash == nil, "\(result)", sourceLocation: sourceLocation)
  }
}
