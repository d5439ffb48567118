package import Checkpoints
import Foundation
import KernelInterface
package import Network

/// What a training run changes: parameters, what the optimiser keeps, and how far it is.
package final class TrainingState: @unchecked Sendable {
  package let network: Network
  package let optimizer: Optimizer
  /// The weights that are trained.
  package let weights: NetworkWeights
  /// The weights that are evaluated and are the result: those that are trained, or their average.
  package let result: NetworkWeights
  /// Steps taken since the beginning.
  package internal(set) var step = 0
  /// Epochs completed.
  package internal(set) var epoch = 0

  /// - Parameter memory: holds the numbers; its parameters are the initial ones.
  init(network: Network, optimizer: OptimizerSettings, memory: TrainingMemory) {
    self.network = network
    weights = NetworkWeights(memory.parameters, prepared: memory.prepared, for: network)
    self.optimizer = Optimizer(
      optimizer, layout: network.layout, slots: memory.optimizerSlots, kernels: network.kernels)
    result =
      self.optimizer.averages.map { NetworkWeights($0, prepared: memory.preparedAverages, for: network) } ?? weights
  }

  /// The weights that are trained, in model order, in Keras' shapes.
  package var weightTensors: [Tensor] { network.layout.tensors.map { tensor($0, of: weights.parameters) } }
  /// The weights that are the result, likewise.
  package var resultTensors: [Tensor] { network.layout.tensors.map { tensor($0, of: result.parameters) } }

  /// What the optimiser keeps of the trained weights.
  package var slots: [WeightSlot] {
    let trained = network.layout.tensors.filter(\.role.isTrained)
    return zip(optimizer.settings.slotKinds, optimizer.slots).map { kind, buffer in
      WeightSlot(kind, trained.map { tensor($0, of: buffer) })
    }
  }

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

  private func tensor(_ placement: TensorPlacement, of vector: FloatBuffer) -> Tensor {
    Tensor(name: placement.name, shape: placement.shape, values: placement.elements(of: vector.view))
  }
}
