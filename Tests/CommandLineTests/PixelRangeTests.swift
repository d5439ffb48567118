import Foundation
import Support
import Testing

/// `--pixel-range` over the commands: recorded with a model, and followed.
@Suite("Pixel range of a run", .serialized)
struct PixelRangeTests {
  private let scratch: ScratchFolder
  private let data: String

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 160, testImages: 60).write(in: scratch)
  }

  private static let scaled = #"{"class_name": "Rescaling", "config": {"scale": 0.00392156862745098}}, "#

  /// The file of a small model.
  private func model(_ name: String, first: String = "", shape: String = "[null, 28, 28, 1]") throws -> String {
    let json = """
      {"class_name": "Sequential", "config": {"name": "\(name)", "layers": [
        {"class_name": "InputLayer", "config": {"batch_shape": \(shape)}}, \(first)
        {"class_name": "Flatten", "config": {}}, {"class_name": "Dense", "config": {"units": 10, "name": "dense"}}]}}
      """
    return try scratch.write(Array(json.utf8), "\(name).json")
  }

  private func train(_ model: String, _ folder: String, _ options: [String]) async throws -> CommandResult {
    let call = ["train", "--model", model, "--data", data, "--epochs", "1", "--no-report", "--output-dir"]
    return try await LockstepProgram.command(call + [scratch.path(folder)] + options).run()
  }

  private func evaluate(_ file: String, _ options: [String] = []) async throws -> CommandResult {
    try await LockstepProgram.command(["evaluate", "--model-file", file, "--data", data] + options).run()
  }

  @Test(
    "is said in the plan, recorded, and followed by evaluate, unless it is told otherwise",
    arguments: [
      ("0-255", "pixels           given as 0 to 255"), ("-1-1", "pixels           given as -1 to 1"),
      ("standardized", "pixels           standardized, mean 0."), ("0-1", nil),
    ])
  func recorded(range: String, line: String?) async throws {
    let run = RunFolder(scratch.path("run"))
    let training = try await train(model("plain"), "run", ["--pixel-range", range])
    #expect(training.failure == nil)
    #expect(training.standardError.contains("\npixels ") == (line != nil))
    #expect(line.map(training.standardError.contains) != false, "\(training)")
    let trained = try #require(TrainingResult(training.standardOutput), "\(training)")
    for file in [run.model, try #require(run.checkpoints.last)] {
      let same = try await evaluate(file)
      #expect(EvaluationResult(same.standardOutput)?.testLoss == trained.testLoss, "\(same)")
      let asked = try await evaluate(file, ["--pixel-range", range])
      #expect(EvaluationResult(asked.standardOutput)?.testLoss == trained.testLoss, "\(asked)")
      let other = try await evaluate(file, ["--pixel-range", range == "-1-1" ? "0-255" : "-1-1"])
      #expect(EvaluationResult(other.standardOutput)?.testLoss != trained.testLoss, "\(other)")
    }
    let picture = scratch.path("picture.png")
    _ = try await LockstepProgram.run("data", "show", "0", "--data", data, "--png", picture)
    for call in [["evaluate", "--data", data], ["predict", picture]] {
      let told = try await LockstepProgram.command(call + ["--model-file", run.model, "--json"]).run()
      let object = try JSONSerialization.jsonObject(with: Data(told.standardOutput.utf8)) as? [String: Any]
      #expect((object?["pixel_range"] as? String)?.hasPrefix(range) == true, "\(told)")
    }
  }

  @Test("standardizes with the images that are trained on, and records the numbers")
  func standardized() async throws {
    let training = try await train(
      model("plain"), "run", ["--pixel-range", "standardized", "--validation-split", "0.25", "--threads", "2"])
    #expect(training.failure == nil)
    let pixels = try scratch.bytes("data/train-images-idx3-ubyte").dropFirst(16).prefix(120 * 784).map {
      Double($0) / 255
    }
    let mean = pixels.reduce(0, +) / Double(pixels.count)
    let deviation = (pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(pixels.count)).squareRoot()
    let object = try JSONSerialization.jsonObject(with: Data(scratch.bytes("run/config.json"))) as? [String: Any]
    let recorded = try #require((object?["configuration"] as? [String: Any])?["pixel_range"] as? String)
    let numbers = recorded.dropFirst("standardized:".count).split(separator: ",").compactMap { Double($0) }
    #expect(recorded.hasPrefix("standardized:") && numbers.count == 2, "\(recorded)")
    #expect(abs(numbers[0] - mean) < 1e-12 && abs(numbers[1] - deviation) < 1e-12)
    // The very numbers, given: the same weights.
    let again = try await train(model("plain"), "again", ["--pixel-range", recorded, "--validation-split", "0.25"])
    #expect(
      TrainingResult(again.standardOutput)?.weightsSHA256 == TrainingResult(training.standardOutput)?.weightsSHA256)
  }

  @Test("is 0 to 255 for a model that begins with a Rescaling of 1/255, and gives what 0 to 1 gives without it")
  func rescaling() async throws {
    let scaled = try await train(model("scaled", first: Self.scaled), "scaled", [])
    #expect(
      scaled.standardError.contains(
        "\npixels           given as 0 to 255, which the model's Rescaling layer expects\n"), "\(scaled)")
    let plain = try await train(model("plain"), "plain", [])
    let (found, expected) = (TrainingResult(scaled.standardOutput), TrainingResult(plain.standardOutput))
    #expect(found?.testLoss == expected?.testLoss && found != nil, "\(scaled) \(plain)")
    let asked = try await train(model("scaled", first: Self.scaled), "asked", ["--pixel-range", "0-1"])
    #expect(TrainingResult(asked.standardOutput)?.testLoss != expected?.testLoss, "\(asked)")
    // Training goes on with the numbers that it began with, whatever the model asks for.
    let next = try await train(
      model("scaled", first: Self.scaled), "next", ["--initial-weights", RunFolder(scratch.path("asked")).model])
    #expect(next.failure == nil && !next.standardError.contains("\npixels "), "\(next)")
    let further = try await train(
      model("plain"), "further", ["--initial-weights", RunFolder(scratch.path("scaled")).model])
    #expect(
      further.standardError.contains("\npixels           given as 0 to 255, as the initial weights were trained\n"),
      "\(further)")
  }

  @Test("of a model that does hardly better than a guess is named as a reason")
  func remark() async throws {
    let run = RunFolder(scratch.path("run"))
    _ = try await train(model("plain"), "run", ["--pixel-range", "0-255", "--learning-rate", "1e-30"])
    let options = ["--pixel-range", "0-1"]
    let evaluation = try await evaluate(run.model, options)
    let accuracy = try #require(EvaluationResult(evaluation.standardOutput)?.testAccuracy)
    let isPoor = (Double(accuracy) ?? 1) <= 0.15
    #expect(
      evaluation.standardError.contains(
        "is near chance (0.1000): was the model trained on other numbers than --pixel-range 0-1? Try 0-255, -1-1 or "
          + "standardized\n") == isPoor, "\(evaluation)")
  }

  @Test("that makes no sense is refused")
  func refusals() async throws {
    let run = RunFolder(scratch.path("run"))
    let file = try model("plain")
    _ = try await train(file, "run", [])
    let unknown = try await evaluate(run.model, ["--pixel-range", "standardized"])
    #expect(unknown.refusalFault(exitCode: 64, "knows no mean and standard deviation; add them") == nil)
    let known = try await evaluate(run.model, ["--pixel-range", "standardized:0.286,0.353"])
    #expect(known.failure == nil)
    for wrong in ["0-256", "standardized:72.9,90"] {
      let refusal = try await evaluate(run.model, ["--pixel-range", wrong])
      #expect(refusal.exitCode == 64 && refusal.standardError.contains("--pixel-range"), "\(refusal)")
    }
  }

  @Test(
    "models without an axis of channels are summed up, trained and evaluated",
    arguments: ["[null, 28, 28]", "[7, 784]"])
  func shapes(shape: String) async throws {
    let file = try model("rows", shape: shape)
    let summary = try await LockstepProgram.run("summary", "--model", file)
    #expect(
      summary.standardOutput.contains("│ flatten (Flatten)               │ (None, 784)            │             0 │"))
    let training = try await train(file, "run", ["--flip", "random", "--shift", "2", "--test-augmentation", "flip"])
    let trained = try #require(TrainingResult(training.standardOutput), "\(training)")
    let evaluation = try await evaluate(RunFolder(scratch.path("run")).model)
    #expect(EvaluationResult(evaluation.standardOutput)?.testLoss == trained.testLoss, "\(evaluation)")
    let plain = try await train(
      model("plain"), "plain", ["--flip", "random", "--shift", "2", "--test-augmentation", "flip"])
    #expect(TrainingResult(plain.standardOutput)?.weightsSHA256 == trained.weightsSHA256)
  }
}
