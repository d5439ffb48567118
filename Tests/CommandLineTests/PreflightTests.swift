import Foundation
import Support
import Testing

/// What the end of a run needs is known before its first step: a run that cannot end well does not begin, and leaves nothing.
@Suite("Checks before the first step")
struct PreflightTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test("labels that the model has no output for, in training images")
  func trainingLabels() async throws {
    let (data, model) = (try writeData(), try write(DenseModel(classes: 5)))
    let result = try await train("--model", model, "--data", data)
    let fault = result.refusalFault(
      exitCode: 65, "lockstep: test image 1 has label 7, but the model has 5 outputs, for labels 0 to 4; use a model or"
    )
    #expect(fault == nil)
  }

  @Test(
    "labels that the model has no output for, in test and in validation images alone",
    arguments: [
      ["--limit-train-images", "2"],
      ["--limit-train-images", "6", "--validation-split", "0.4", "--limit-test-images", "2"],
    ])
  func otherLabels(options: [String]) async throws {
    // Labels of images 0, 1, 2, …: 0, 7, 4, 1, 8, …
    let (data, model) = (try writeData(), try write(DenseModel(classes: 8)))
    let result = try await train(options: ["--model", model, "--data", data] + options)
    let part = options.contains("--validation-split") ? "training" : "test"
    let fault = result.refusalFault(exitCode: 65, "lockstep: \(part) image 4 has label 8, but the model has 8 outputs")
    #expect(fault == nil)
  }

  @Test("labels above the model's outputs among images that are not used do not matter")
  func unusedLabels() async throws {
    let (data, model) = (try writeData(), try write(DenseModel(classes: 8)))
    let few = ["--limit-train-images", "2", "--limit-test-images", "2"]
    let result = try await train(options: ["--model", model, "--data", data, "--epochs", "1"] + few, leaves: true)
    #expect(result.failure == nil)
  }

  @Test(
    "test images of another shape than the model's: larger, smaller, turned",
    arguments: [(32, 28), (14, 28), (28, 14)], [[], ["--validation-data", "test"]])
  func testShape(shape: (rows: Int, columns: Int), options: [String]) async throws {
    var dataset = SampleDataset(trainingImages: 40, testImages: 10)
    dataset.testShape = shape
    let (data, model) = (try dataset.write(in: scratch), try write(DenseModel()))
    let result = try await train(options: ["--model", model, "--data", data] + options)
    let fault = result.refusalFault(
      exitCode: 65, "the test images are \(shape.rows)x\(shape.columns)x1, but the model takes 28x28x1")
    #expect(fault == nil)
  }

  @Test("training images of another shape than the model's")
  func trainingShape() async throws {
    let result = try await train("--model", try write(DenseModel(rows: 14)), "--data", try writeData())
    #expect(
      result.refusalFault(exitCode: 65, "the training images are 28x28x1, but the model takes 14x28x1") == nil)
  }

  @Test(
    "a recipe is a preset's, never that of a file which is called as one", arguments: ["best", "lab-001"])
  func recipeOfFile(name: String) async throws {
    let (data, model) = (try writeData(), try write(DenseModel(), "\(name).json"))
    let result = try await train(options: ["--model", model, "--data", data, "--epochs", "1"], leaves: true)
    #expect(result.failure == nil)
    let folder = try #require(try RunFolder(scratch.path("current/runs")).names().first)
    let run = try RunFolder(scratch.path("current/runs/\(folder)")).configuration()
    let configuration = try #require(run["configuration"] as? [String: Any])
    #expect(configuration["batch_size"] as? Int == 32)
    #expect(configuration["validation_split"] as? Double == 0)
    let optimizer = try #require(configuration["optimizer"] as? [String: Any])
    #expect("\(optimizer)".contains("adam"), "\(optimizer)")
  }

  @Test(
    "a few images: fewer shards than usual, where no number is given", arguments: [(1, 1), (2, 2), (3, 2), (9, 8)])
  func fewImages(images: Int, shards: Int) async throws {
    let data = try writeData()
    let options = ["--limit-train-images", "\(images)", "--epochs", "1", "--model", try write(DenseModel())]
    let result = try await train(options: options + ["--data", data], leaves: true)
    #expect(result.failure == nil)
    #expect(result.errorLines.contains { $0.hasPrefix("shards           \(shards)") }, "\(result)")
    let launch = ["launch", "local", "--print", "--ranks", "65536", "train", "--data", data] + options
    let crowd = try await LockstepProgram.command(launch).run()
    #expect(crowd.refusalFault(exitCode: 64, "is cut into \(shards) shard") == nil)
  }

  @Test("a small data set, and what validation leaves of it, have fewer shards too")
  func smallDataset() async throws {
    let data = try SampleDataset(trainingImages: 5, testImages: 3).write(in: scratch)
    let result = try await train(
      options: ["--model", "lab-001", "--data", data, "--epochs", "1", "--validation-split", "0.5"], leaves: true)
    #expect(result.failure == nil)
    #expect(result.errorLines.contains { $0.hasPrefix("shards           2") }, "\(result)")
  }

  @Test("shards that were asked for are not taken back")
  func givenShards() async throws {
    let result = try await train(
      options: ["--model", "lab-001", "--data", try writeData(), "--limit-train-images", "3", "--shards", "8"])
    #expect(
      result.refusalFault(
        exitCode: 64, "--shards 8: there are only 2 images, and every shard needs one; use", "--shards 2")
        == nil)
  }

  @Test("a model that memory does not hold", arguments: [["train"], ["summary", "--plan"], ["bench", "kernels"]])
  func memory(call: [String]) async throws {
    let model = try write(DenseModel(filters: 300_000))
    var options = call + ["--model", model]
    if call == ["train"] { options += ["--data", try writeData()] }
    let limited = Command("/bin/sh", ["-c", #"ulimit -v 3000000; exec "$@""#, "sh", LockstepProgram.path] + options)
    var command = limited
    command.folder = try scratch.makeFolder("current")
    let result = try await command.run()
    #expect(
      result.refusalFault(exitCode: 78, "lockstep: this needs at least ", " of memory", " are left of ulimit -v") == nil
    )
    #expect(try RunFolder(scratch.path("current")).names() == [])
  }

  @Test("files that would be larger than the process may write")
  func fileSizeLimit() async throws {
    let options = ["train", "--model", "lab-001", "--data", try writeData()]
    var command = Command("/bin/sh", ["-c", #"ulimit -f 100; exec "$@""#, "sh", LockstepProgram.path] + options)
    command.folder = try scratch.makeFolder("current")
    let result = try await command.run()
    #expect(
      result.refusalFault(exitCode: 74, "a checkpoint will have 1.1 MB", "at most 51 kB", "ulimit -f") == nil)
    #expect(try RunFolder(scratch.path("current")).names() == [])
  }

  @Test("a disk that has no room for the checkpoints that are to stay")
  func space() async throws {
    let many = "1000000"
    let result = try await train("--model", "lab-001", "--data", try writeData(), "--epochs", many, "--keep", many)
    #expect(result.refusalFault(exitCode: 74, "the run will write at least ", "1.1 MB after each epoch") == nil)
  }

  @Test("more tensors than a model file had room for")
  func manyLayers() async throws {
    let model = try write(DenseModel(hiddenLayers: 340))
    let result = try await train(
      options: ["--model", model, "--data", try writeData(), "--epochs", "1"], leaves: true)
    #expect(result.failure == nil)
    let runs = scratch.path("current/runs/")
    let file = runs + (try #require(RunFolder(runs).names().first)) + "/model.safetensors"
    let inspection = try await LockstepProgram.run("inspect", file)
    #expect(inspection.standardOutput.contains("682 tensors"), "\(inspection)")
  }

  @Test("tensors that no file has room for")
  func tooManyLayers() async throws {
    let model = try write(DenseModel(hiddenLayers: 17_000))
    let result = try await train("--model", model, "--data", try writeData())
    #expect(result.refusalFault(exitCode: 65, "102006 tensors", "expected at most 100000") == nil)
  }

  private func writeData() throws -> String {
    try SampleDataset(trainingImages: 40, testImages: 10).write(in: scratch)
  }

  private func write(_ model: DenseModel, _ name: String = "model.json") throws -> String {
    try scratch.write(Array(model.json.utf8), name)
  }

  private func train(_ options: String...) async throws -> CommandResult { try await train(options: options) }

  /// Calls `train` in a folder of its own, and unless it is to succeed checks that it leaves nothing there.
  private func train(options: [String], leaves isRun: Bool = false) async throws -> CommandResult {
    let folder = try scratch.makeFolder("current")
    let result = try await LockstepProgram.command(["train", "--no-report"] + options, folder: folder).run()
    if !isRun { #expect(try RunFolder(folder).names() == [], "a run that could not start left files") }
    return result
  }
}
