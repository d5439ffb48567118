import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

/// What the commands make of the model that a run leaves.
@Suite("A trained model", .serialized)
struct TrainedModelTests {
  let run: SampleRun
  let result: TrainingResult

  init() async throws {
    run = try SampleRun()
    result = try #require(TrainingResult(try await run.train().standardOutput))
  }

  @Test("has the weights that train has printed, as has the last checkpoint, says inspect")
  func inspection() async throws {
    let checkpoint = try #require(run.folder.checkpoints.last)
    for (file, format) in [(run.folder.model, "lockstep-model 1"), (checkpoint, "lockstep-checkpoint 1")] {
      let inspection = try await LockstepProgram.run("inspect", file)
      #expect(inspection.failure == nil)
      #expect(inspection.standardError == "")
      #expect(inspection.outputLines.first?.hasPrefix("\(file): \(format), ") == true, "\(inspection)")
      let end = "\nparameters: 93,322\ncontent sha256: verified\nweights sha256: \(result.weightsSHA256)\n"
      #expect(inspection.standardOutput.hasSuffix(end), "\(inspection)")
    }
  }

  @Test("has the loss and accuracy that train has printed, says evaluate", arguments: ["1", "3"])
  func evaluation(threads: String) async throws {
    let evaluation = try await LockstepProgram.run(
      "evaluate", "--model-file", run.folder.model, "--data", run.data, "--threads", threads)
    #expect(evaluation.failure == nil)
    let lines = try #require(EvaluationResult(evaluation.standardOutput), "\(evaluation)")
    #expect(lines.testLoss == result.testLoss)
    #expect(lines.testAccuracy == result.testAccuracy)
    #expect(evaluation.standardError == "test images: 100, not Fashion-MNIST\n")
  }

  @Test("is evaluated as its run evaluated it, unless another way is asked for")
  func recordedEvaluation() async throws {
    let folder = RunFolder(run.scratch.path("mirrored"))
    let options = [
      "--test-augmentation", "flip", "--loss", "categorical_crossentropy", "--label-smoothing", "0.1", "--epochs", "1",
    ]
    let training = try await LockstepProgram.command(run.arguments(outputFolder: folder.path) + options).run()
    let trained = try #require(TrainingResult(training.standardOutput), "\(training)")
    for file in [folder.model, try #require(folder.checkpoints.last)] {
      let call = ["evaluate", "--model-file", file, "--data", run.data]
      let evaluation = try await LockstepProgram.command(call).run()
      #expect(EvaluationResult(evaluation.standardOutput)?.testLoss == trained.testLoss, "\(evaluation)")
      let same = try await LockstepProgram.command(call + ["--test-augmentation", "flip"]).run()
      #expect(EvaluationResult(same.standardOutput)?.testLoss == trained.testLoss, "\(same)")
      let other = try await LockstepProgram.command(call + ["--test-augmentation", "none"]).run()
      #expect(other.failure == nil)
      #expect(EvaluationResult(other.standardOutput)?.testLoss != trained.testLoss, "\(other)")
    }
  }

  @Test("predicts as its run evaluated, unless another way is asked for")
  func recordedPrediction() async throws {
    let folder = RunFolder(run.scratch.path("mirrored"))
    let options = ["--test-augmentation", "flip", "--epochs", "1"]
    _ = try await LockstepProgram.command(run.arguments(outputFolder: folder.path) + options).run()
    var tables: [String] = []
    for (name, option) in [("run", []), ("flip", ["flip"]), ("none", ["none"])] {
      let file = run.scratch.path("\(name).csv")
      let call = ["predict", "--model-file", folder.model, "--data", run.data, "--probabilities", file]
      let prediction = try await LockstepProgram.command(call + option.flatMap { ["--test-augmentation", $0] }).run()
      #expect(prediction.failure == nil)
      tables.append(try run.scratch.text("\(name).csv"))
    }
    #expect(tables[0] == tables[1])
    #expect(tables[0] != tables[2])
  }

  @Test("is where --initial-weights starts from")
  func initialWeights() async throws {
    // A rate that is zero in single precision: no weight moves, not even one that is zero.
    let options = ["--epochs", "1", "--learning-rate", "1e-300", "--initial-weights", run.folder.model]
    let command = LockstepProgram.command(run.arguments(outputFolder: run.scratch.path("next")) + options)
    let next = try await command.run()
    #expect(next.failure == nil)
    #expect(TrainingResult(next.standardOutput)?.weightsSHA256 == result.weightsSHA256)
  }

  @Test("has weights that another model refuses, naming a tensor")
  func otherModel() async throws {
    let options = ["--model", "lab-003", "--initial-weights", run.folder.model]
    let command = LockstepProgram.command(run.arguments(outputFolder: run.scratch.path("other")) + options)
    let refusal = try await command.run()
    let message = "\(run.folder.model): tensor conv2d_2.kernel has shape [3, 3, 64, 64], expected [3, 3, 64, 128]"
    #expect(refusal.refusalFault(exitCode: 65, message) == nil)
    let evaluation = try await LockstepProgram.run(
      "evaluate", "--model", "lab-003", "--model-file", run.folder.model, "--data", run.data)
    #expect(evaluation.refusalFault(exitCode: 65, message) == nil)
  }

  /// A model file whose metadata is not of a run of this program.
  struct EditedModel: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var shards: Int?
    /// Replaced in the architecture and in the configuration.
    var text = (found: "", replacement: "")
    /// What is said of it.
    let message: String
  }

  static let editedModels = [
    EditedModel(
      testDescription: "too many shards", shards: 2_000_000_000,
      message: "was trained with 2000000000 shards, expected 1 to 1048576"),
    EditedModel(testDescription: "no shard", shards: 0, message: "was trained with 0 shards, expected 1 to 1048576"),
    EditedModel(
      testDescription: "another class", text: ("Sequential", "Sideways"),
      message: "holds an architecture that cannot be used: "),
    EditedModel(
      testDescription: "a list for a number", text: (#""label_smoothing":0"#, #""label_smoothing":[]"#),
      message: #"cannot be read: "label_smoothing" is no Double"#),
  ]

  @Test("is refused when its metadata cannot be of a run", arguments: editedModels)
  func metadata(edit: EditedModel) async throws {
    let saved = try SavedModel(reading: FilePath(run.folder.model))
    let own = try #require(saved.run)
    func edited(_ text: String) -> String { text.replacing(edit.text.found, with: edit.text.replacement) }
    let path = run.scratch.path("edited.safetensors")
    let state = CheckpointState(
      step: own.step, epoch: own.epoch, shards: edit.shards ?? own.shards, seed: own.seed,
      architecture: edited(own.architecture), config: edited(own.config), dataDigest: own.dataDigest,
      kernelFamily: own.kernelFamily)
    try SavedModel.write(saved.weights, run: state, to: FilePath(path))
    let refusal = try await LockstepProgram.run("evaluate", "--model-file", path, "--data", run.data)
    #expect(refusal.refusalFault(exitCode: 65, "\(path): ", edit.message) == nil)
  }

  @Test("is refused when a bit of it has changed", arguments: [["inspect"], ["evaluate", "--model-file"]])
  func damage(call: [String]) async throws {
    var bytes = try run.scratch.bytes("run/model.safetensors")
    bytes[bytes.count / 2] ^= 1
    let damaged = try run.scratch.write(bytes, "damaged.safetensors")
    let refusal = try await LockstepProgram.command(call + [damaged]).run()
    #expect(refusal.refusalFault(exitCode: 65, "lockstep: \(damaged): ") == nil)
  }
}
