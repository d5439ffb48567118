import Checkpoints
import Encodings
import ExitCodes
import Foundation
import Kernels
import Network
import Support
import SystemPackage
import Training
import lockstep

/// Checkpoints and model files whose digests are right, whatever else they say: what a version of the program could have
/// written, or somebody who knows how.
struct CheckpointTarget: FuzzTarget {
  static let name = "checkpoint"
  static let longest = 4096
  static let words =
    SafetensorsText.words + [
      "lockstep-checkpoint 1", "lockstep-model 1", "architecture", "config", "data_sha256", "kernel_family", "epoch",
      "step",
      "shards", "seed", "ema.", "adam.m.", "adam.v.", "sgd.momentum.", "rmsprop.velocity.", "best_epoch.", "progress",
      "series", "pixel_range", "test_augmentation", "18446744073709551615", "flip-shift", "standardized:0.1,0.2",
    ]

  /// The most parameters of a model that is made.
  private static let most = 1 << 16

  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  func read(_ input: [UInt8]) throws -> Outcome {
    let path = try scratch.writeFile(SafetensorsText.file(input))
    let unsealed = try Outcome.of {
      let file = try SafetensorsFile(reading: path)
      _ = try scratch.writeFile(try ContentSeal.sealed(file).serialized())
    }
    guard unsealed == .accepted else { return unsealed }
    let outcome = try Outcome.of { try requireSameWhenWritten(try Checkpoint(reading: path), path) }
    _ = try Outcome.of { _ = try Inspection.text(of: path) }
    let model = try Outcome.of { try readModel(path) }
    try require(outcome != .accepted || model == .accepted, "a checkpoint without a model: \(model)")
    return outcome
  }

  private func requireSameWhenWritten(_ checkpoint: Checkpoint, _ path: FilePath) throws {
    // Tensors without numbers may change places.
    let tensors = checkpoint.weights + checkpoint.slots.flatMap(\.tensors)
    guard tensors.allSatisfy({ !$0.values.isEmpty }) else { return }
    let copy = scratch.file("copy")
    try checkpoint.write(to: copy)
    let again = try Checkpoint(reading: copy)
    try require(again == checkpoint, "written again it is \(again), not \(checkpoint)")
    if let text = checkpoint.run.progress, let progress = try? RunProgress(text: text) {
      // As text, in which NaN is equal to itself.
      let (one, other) = (try progress.text(), try RunProgress(text: progress.text()).text())
      try require(one == other, "the progress \(one), read again, is \(other)")
    }
  }

  /// Goes on from a checkpoint, or says why not.
  private func resume(_ path: FilePath, _ architecture: Architecture, _ configuration: TrainingConfiguration) throws {
    let checkpoint = try Checkpoint(reading: path)
    let kernels = try KernelRegistry.chosen(environment: [:])
    let network = Network(architecture, kernels: kernels, capacity: 2)
    _ = try ResumePoint(checkpoint, network: network, configuration, file: path)
  }

  /// Reads the weights, and makes the network for them if it is small.
  private func readModel(_ path: FilePath) throws {
    let saved = try SavedModel(reading: path)
    guard let run = saved.run, saved.remark == nil,
      let architecture = try? Architecture.decode(Data(run.architecture.utf8)),
      architecture.parameterCount <= Self.most,
      architecture.layers.allSatisfy({ $0.outputShape.reduce(1, *) <= Self.most })
    else { return }
    // It may ask for more memory than there is, or for a range of pixels that it does not say.
    _ = try Outcome.of([.badData, .usage, .badConfiguration]) { try OutsideInput.model(path) }
    guard let configuration = try? JSONText.value(TrainingConfiguration.self, of: Data(run.config.utf8)) else { return }
    _ = try Outcome.of { try resume(path, architecture, configuration) }
  }

  static var inputs: [FuzzInput] {
    guard let scratch = try? ScratchFolder(), let whole = try? sample(in: scratch) else { return [] }
    let text = SafetensorsText.text(whole)
    func changed(_ part: String, _ other: String) -> [UInt8] {
      // The data are no text.
      let header = text.prefix { $0 != 0 }
      return Array(String(decoding: header, as: UTF8.self).replacing(part, with: other).utf8)
        + text.dropFirst(header.count)
    }
    return [
      FuzzInput("checkpoint", text),
      FuzzInput("model", changed("lockstep-checkpoint 1", "lockstep-model 1"), refusal: "is no checkpoint"),
      FuzzInput("later-version", changed("lockstep-checkpoint 1", "lockstep-checkpoint 9"), refusal: "has the format"),
      FuzzInput("step-below-zero", changed(#""step":"12""#, #""step":"-1""#), refusal: "expected a whole number"),
      FuzzInput("no-seed", changed(#""seed":"#, #""sead":"#), refusal: "has no \"seed\""),
      FuzzInput("other-moments", changed("adam.v.dense.bias", "adam.v.dense.boss"), refusal: "adam"),
      FuzzInput("no-such-step", changed(#"\"step\":12,"#, #"\"step\":9223372036854775807,"#)),
      FuzzInput("not-finite", Array(text.dropLast(4)) + [0, 0, 0x80, 0x7F], refusal: "not finite"),
    ]
  }

  /// A checkpoint of a small model. All numbers are text, so that no zero stands before the data.
  private static func sample(in scratch: ScratchFolder) throws -> [UInt8] {
    let architecture = try Architecture(
      name: "small", inputAxes: [2, 2], layers: [("flatten", .flatten(Flatten())), ("dense", .dense(Dense(units: 2)))])
    let weights = [
      Tensor(name: "dense.kernel", shape: [4, 2], values: [1, -1, 0.5, 0, 2, 3, -4, 0.25]),
      Tensor(name: "dense.bias", shape: [2], values: [0.125, 1]),
    ]
    let configuration = TrainingConfiguration(model: "small", epochs: 2, batchSize: 8, shards: 2)
    let run = CheckpointState(
      step: 12, epoch: 1, shards: 2, seed: 7, architecture: architecture.keras3JSON(),
      config: try JSONText.text(configuration), dataDigest: "c5", kernelFamily: "fused",
      progress: try progress().text(), runSHA256: "5eed")
    let slots = [OptimizerSlot(.adamFirstMoment, weights), OptimizerSlot(.adamSecondMoment, weights)]
    let path = scratch.file("checkpoint")
    try Checkpoint(weights: weights, slots: slots, best: weights, run: run).write(to: path)
    return try ScratchFolder.bytes(of: path)
  }

  /// That of a run in its second epoch.
  private static func progress() throws -> RunProgress {
    var progress = RunProgress()
    progress.position = RunPosition(step: 12, epoch: 1, stepInEpoch: 4)
    progress.scores = [Score(lossSum: 1.5, correct: 3, images: 16), Score(lossSum: .infinity, images: 16)]
    progress.penalties = .nan
    return progress
  }
}
