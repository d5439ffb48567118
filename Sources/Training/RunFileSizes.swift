import Checkpoints
import Encodings
import KernelInterface
import Kernels
package import Network
package import SystemPackage

/// How large the files of a run will be, known before its first step.
package struct RunFileSizes: Sendable {
  /// The bytes of a checkpoint and of the model file.
  package let checkpoint: Int
  package let model: Int
  /// Of all files of the run, at the least.
  package let total: Int

  /// - Parameters:
  ///   - keep: how many checkpoints stay besides the best epoch's.
  ///   - folder: where the files will be, for messages.
  /// - Throws: `StorageError` of kind `badData` where a file's format has no room for the model.
  package init(
    _ configuration: TrainingConfiguration, _ network: Network, dataDigest: String, keep: Int, in folder: FilePath
  ) throws {
    let tensors = network.layout.tensors
    let weights = tensors.map(\.outline)
    // The longest numbers that the state may have, and any digest.
    let run = try configuration.runState(
      of: network, at: .longest, progress: .longest(configuration), dataDigest: dataDigest,
      runSHA256: WeightsDigest.hexadecimal(of: []))
    checkpoint = try Checkpoint.byteCount(
      weights, trained: tensors.filter(\.role.isTrained).map(\.outline), kinds: configuration.optimizer.slotKinds,
      keepsBest: configuration.earlyStopping.restoreBestWeights, run: run, path: folder.appending("checkpoints"))
    model = try SavedModel.byteCount(weights, run: run, path: folder.appending("model.safetensors"))
    let (sum, overflows) = checkpoint.multipliedReportingOverflow(by: min(configuration.epochs, keep) + 1)
    total = overflows || sum > .max - model ? .max : sum + model
  }
}

extension TrainingConfiguration {
  /// Where a run stands, for files.
  ///
  /// - Parameters:
  ///   - progress: what a checkpoint says besides the position; nil for a model file, with which no run goes on.
  ///   - runSHA256: the identity of the run; nil where nobody asks for it.
  /// - Throws: an encoding error, which finite numbers do not cause.
  func runState(
    of network: Network, at position: RunPosition, progress: RunProgress? = nil, dataDigest: String,
    runSHA256: String? = nil
  ) throws -> CheckpointState {
    CheckpointState(
      step: position.step, epoch: position.epoch, shards: shards, seed: seed,
      architecture: network.architecture.keras3JSON(), config: try JSONText.text(self), dataDigest: dataDigest,
      kernelFamily: KernelRegistry.family, progress: try progress?.text(), runSHA256: runSHA256)
  }
}

extension RunPosition {
  /// The one with the longest numbers.
  fileprivate static let longest = RunPosition(step: .max, epoch: .max, stepInEpoch: .max)
}

extension RunProgress {
  /// One whose text is as long as any may be.
  fileprivate static func longest(_ configuration: TrainingConfiguration) -> RunProgress {
    let score = Score(lossSum: -.greatestFiniteMagnitude, correct: .max, images: .max)
    let seconds = Double.greatestFiniteMagnitude
    var record = EpochRecord(
      epoch: .max, training: score, validation: score, trainingSeconds: seconds, seconds: seconds)
    record.isBest = true
    var progress = RunProgress()
    (progress.position, progress.seconds, progress.epochSeconds) = (.longest, seconds, seconds)
    progress.scores = Array(repeating: score, count: configuration.shards)
    progress.past.add(record)
    return progress
  }
}

extension TensorPlacement {
  fileprivate var outline: TensorOutline { TensorOutline(name: name, shape: shape) }
}
