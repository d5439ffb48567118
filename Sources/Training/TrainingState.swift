package import Checkpoints
import Foundation
import KernelInterface
package import Network

/// What a training run changes: parameters, moments, and how far it is.
package final class TrainingState: @unchecked Sendable {
  package let network: Network
  package let adam: Adam
  package let weights: NetworkWeights
  /// Steps taken since the beginning.
  package internal(set) var step = 0
  /// Epochs completed.
  package internal(set) var epoch = 0

  /// - Parameter memory: holds the numbers; its parameters are the initial ones.
  init(network: Network, adam: AdamSettings, memory: TrainingMemory) {
    self.network = network
    weights = NetworkWeights(memory.parameters, prepared: memory.prepared, for: network)
    self.adam = Adam(
      adam, firstMoments: memory.firstMoments, secondMoments: memory.secondMoments, kernels: network.kernels)
  }

  /// The weights in model order, in Keras' shapes.
  package var weightTensors: [Tensor] { tensors(of: weights.parameters.view) }
  package var firstMoments: [Tensor] { tensors(of: adam.firstMoments.view) }
  package var secondMoments: [Tensor] { tensors(of: adam.secondMoments.view) }

  /// Where the run stands, for files.
  ///
  /// - Throws: an encoding error, which a configuration made of finite numbers does not cause.
  package func run(_ configuration: TrainingConfiguration, dataDigest: String) throws -> RunState {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return RunState(
      step: step, epoch: epoch, shards: configuration.shards, seed: configuration.seed,
      architecture: network.architecture.keras3JSON(),
      config: String(decoding: try encoder.encode(configuration), as: UTF8.self), dataDigest: dataDigest,
      kernelFamily: network.kernels.family)
  }

  private func tensors(of vector: FloatView) -> [Tensor] {
    network.layout.tensors.map { Tensor(name: $0.name, shape: $0.shape, values: $0.elements(of: vector)) }
  }
}
