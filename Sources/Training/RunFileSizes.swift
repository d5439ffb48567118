import Checkpoints
import Encodings
import KernelInterface
package import Network
package import SystemPackage

/// How large the files of a run will be, known before its first step.
package struct RunFileSizes: Sendable {
  /// The bytes of a checkpoint and of the model file.
  package let checkpoint: Int
  package let model: Int
  /// Of all files of the run, at the least.
  package let total: Int

  /// - Parameter folder: where the files will be, for messages.
  /// - Throws: `StorageError` of kind `badData` where a file's format has no room for the model.
  package init(
    _ configuration: TrainingConfiguration, _ network: Network, dataDigest: String, in folder: FilePath
  ) throws {
    let tensors = network.layout.tensors
    let weights = tensors.map(\.outline)
    // The longest numbers that the state may have, and any digest.
    let run = try configuration.runState(
      of: network, step: .max, epoch: .max, dataDigest: dataDigest,
      runSHA256: WeightsDigest.hexadecimal(of: []))
    checkpoint = try Checkpoint.byteCount(
      weights, trained: tensors.filter(\.role.isTrained).map(\.outline), kinds: configuration.optimizer.slotKinds,
      run: run, path: folder.appending("checkpoints"))
    model = try SavedModel.byteCount(weights, run: run, path: folder.appending("model.safetensors"))
    let (sum, overflows) = checkpoint.multipliedReportingOverflow(by: configuration.fewestCheckpoints)
    total = overflows || sum > .max - model ? .max : sum + model
  }
}

extension TrainingConfiguration {
  /// A checkpoint after each epoch, and that of the best; a run that may stop early has at least those until then.
  fileprivate var fewestCheckpoints: Int {
    let fewest = earlyStopping.patience.map { min($0, epochs - 1) + 1 } ?? epochs
    return fewest == .max ? .max : fewest + 1
  }

  /// Where a run stands, for files.
  ///
  /// - Throws: an encoding error, which a configuration made of finite numbers does not cause.
  func runState(
    of network: Network, step: Int, epoch: Int, dataDigest: String, runSHA256: String? = nil
  ) throws -> CheckpointState {
    CheckpointState(
      step: step, epoch: epoch, shards: shards, seed: seed, architecture: network.architecture.keras3JSON(),
      config: try JSONText.text(self), dataDigest: dataDigest,
      kernelFamily: network.kernels.family, runSHA256: runSHA256)
  }
}

extension TensorPlacement {
  fileprivate var outline: TensorOutline { TensorOutline(name: name, shape: shape) }
}
