import Foundation
import Support
import Testing

/// Input that is missing (exit code 66), damaged or of the wrong kind (65), and settings that cannot be (78).
@Suite("Input errors")
struct InputErrorTests {
  /// The first bytes of a JPEG file.
  private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10] + Array("JFIF".utf8) + [0x00, 0x01, 0x01]

  let scratch: ScratchFolder
  let data: String

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 64, testImages: 16).write(in: scratch)
  }

  @Test("no data found: every place that was searched, and what to do")
  func noData() async throws {
    let empty = try scratch.makeFolder("empty")
    let variable = try await train(environment: ["LOCKSTEP_DATA": empty])
    let fault = variable.refusalFault(
      exitCode: 66, "lockstep: no Fashion-MNIST files in $LOCKSTEP_DATA; searched:",
      "\(empty): lacks train-images-idx3-ubyte[.gz]", "Name a folder that holds them")
    #expect(fault == nil)
    let option = try await train("--data", scratch.path("absent"))
    #expect(option.refusalFault(exitCode: 66, "files in --data", "\(scratch.path("absent")): no such folder") == nil)
  }

  @Test("a truncated gzip file")
  func truncatedGzip() async throws {
    let images = data + "/train-images-idx3-ubyte"
    let gzip = try await Command("/usr/bin/env", ["gzip", images]).run()
    try #require(gzip.exitCode == 0, "\(gzip)")
    let compressed = try Data(contentsOf: URL(filePath: images + ".gz"))
    try compressed.prefix(compressed.count / 2).write(to: URL(filePath: images + ".gz"))
    let result = try await train("--data", data)
    let fault = result.refusalFault(exitCode: 65, "\(images).gz: the gzip data ends early. The file is truncated")
    #expect(fault == nil)
  }

  @Test("the labels file given as images")
  func labelsAsImages() async throws {
    let images = data + "/train-images-idx3-ubyte"
    try FileManager.default.removeItem(atPath: images)
    try FileManager.default.copyItem(atPath: data + "/train-labels-idx1-ubyte", toPath: images)
    let result = try await train("--data", data)
    let message = "magic 0x00000801 at byte 0, expected 0x00000803 (images). Is this the labels file?"
    #expect(result.refusalFault(exitCode: 65, "\(images): \(message)") == nil)
  }

  @Test("a layer that does not exist here is named", arguments: ["summary", "train"])
  func unknownLayer(command: String) async throws {
    let json = """
      {"class_name": "Sequential", "config": {"name": "recurrent", "layers": [
        {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [null, 28, 28, 1]}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "LSTM", "config": {"name": "memory", "units": 8}}
      ]}}
      """
    let model = try scratch.write(Array(json.utf8), "recurrent.json")
    let result = try await LockstepProgram.run(command, "--model", model, folder: scratch.path)
    #expect(result.refusalFault(exitCode: 65, #"\#(model): layer "memory" (LSTM): "#, "supported: ") == nil)
  }

  @Test(
    "validation images that are none, or that there are not",
    arguments: [("1\n1\n", "image 1 once more"), ("64", "64 training images")])
  func indices(text: String, fragment: String) async throws {
    let file = try scratch.write(Array(text.utf8), "indices.txt")
    let result = try await train("--data", data, "--model", "lab-003", "--validation-indices", file)
    #expect(result.refusalFault(exitCode: 65, fragment) == nil)
    let absent = try await train("--data", data, "--validation-indices", scratch.path("absent"))
    #expect(absent.refusalFault(exitCode: 66, "absent: cannot be read") == nil)
  }

  @Test("a shift that leaves nothing of an image")
  func shift() async throws {
    let result = try await train("--data", data, "--shift", "28")
    #expect(result.refusalFault(exitCode: 64, "--shift 28 would move images of 28x28 pixels out of their frame") == nil)
  }

  @Test("a picture given as model", arguments: [["inspect"], ["evaluate", "--model-file"]])
  func picture(call: [String]) async throws {
    let picture = try scratch.write(Self.jpeg, "picture.jpeg")
    let result = try await LockstepProgram.command(call + [picture]).run()
    #expect(result.refusalFault(exitCode: 65, "lockstep: \(picture): is no safetensors file") == nil)
  }

  @Test("a picture given as weights or as architecture", arguments: ["--initial-weights", "--model"])
  func pictureForTraining(option: String) async throws {
    let picture = try scratch.write(Self.jpeg, "picture.jpeg")
    let result = try await train("--data", data, option, picture)
    #expect(result.refusalFault(exitCode: 65, "lockstep: \(picture): ") == nil)
  }

  @Test(
    "a file that is not there",
    arguments: [["inspect"], ["evaluate", "--model-file"], ["summary", "--model"], ["train", "--model"]])
  func missing(call: [String]) async throws {
    let absent = scratch.path("absent")
    let result = try await LockstepProgram.command(call + [absent], folder: scratch.path).run()
    #expect(result.refusalFault(exitCode: 66, "lockstep: \(absent): ") == nil)
  }

  @Test("kernels that do not exist", arguments: [["train"], ["evaluate", "--model-file", "any"]])
  func unknownKernels(call: [String]) async throws {
    let environment = ["LOCKSTEP_KERNELS": "nonsense"]
    let result = try await LockstepProgram.command(call, environment: environment, folder: scratch.path).run()
    let fault = result.refusalFault(
      exitCode: 78, "lockstep: LOCKSTEP_KERNELS=nonsense: this program on this CPU has no such kernel set.", "portable")
    #expect(fault == nil)
  }

  /// Calls `train`, which must refuse, and checks that it leaves nothing behind.
  private func train(_ options: String..., environment: [String: String] = [:]) async throws -> CommandResult {
    let folder = try scratch.makeFolder("current")
    let result = try await LockstepProgram.command(["train"] + options, environment: environment, folder: folder).run()
    #expect(try RunFolder(folder).names() == [], "a run that could not start left files")
    return result
  }
}
