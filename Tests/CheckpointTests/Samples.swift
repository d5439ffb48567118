import Checkpoints
import SystemPackage

/// Values that several tests use.
enum Samples {
  /// The weights of a tiny network with one tensor that is not trained.
  static let weights = [
    Tensor(name: "conv2d.kernel", shape: [1, 2, 1, 2], values: [0.5, -0.25, 1, -1]),
    Tensor(name: "conv2d.bias", shape: [2], values: [0, -0.0]),
    Tensor(name: "batch_norm.moving_mean", shape: [2], values: [3, 4]),
    Tensor(name: "dense.kernel", shape: [2, 1], values: [.greatestFiniteMagnitude, .leastNonzeroMagnitude]),
  ]

  /// Where a run stands after `step` steps.
  static func run(step: Int = 12, seed: UInt64 = .max, identity: String? = nil) -> CheckpointState {
    CheckpointState(
      step: step, epoch: step / 6, shards: 8, seed: seed, architecture: #"{"class_name": "Sequential/é"}"#,
      config: #"{"epochs": 2}"#, dataDigest: "c59f468a", kernelFamily: "avx512", runSHA256: identity)
  }

  /// A checkpoint of that network; the tensor that is not trained has no moments.
  static func checkpoint(step: Int = 12, seed: UInt64 = .max, identity: String? = nil) -> Checkpoint {
    let trained = weights.filter { !$0.name.contains("moving") }
    return Checkpoint(
      weights: weights,
      slots: [
        OptimizerSlot(.adamFirstMoment, trained.map { filled($0, 0.125) }),
        OptimizerSlot(.adamSecondMoment, trained.map { filled($0, 2) }),
      ], run: run(step: step, seed: seed, identity: identity))
  }

  /// A tensor of the name and shape of `tensor` with all elements equal.
  static func filled(_ tensor: Tensor, _ value: Float) -> Tensor {
    Tensor(name: tensor.name, shape: tensor.shape, values: tensor.values.map { _ in value })
  }

  /// The bytes of a safetensors file with this header and so many zero bytes of data.
  static func file(header: String, dataBytes: Int = 0, announced: UInt64? = nil) -> [UInt8] {
    let length = announced ?? UInt64(header.utf8.count)
    let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return prefix + Array(header.utf8) + [UInt8](repeating: 0, count: dataBytes)
  }
}
