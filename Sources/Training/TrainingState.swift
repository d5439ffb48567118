package import Checkpoints
import Foundation
import KernelInterface
package import Network

/// What a training run changes: parameters, what the optimiser keeps, and how far it is.
package final class TrainingState: @unchecked Sendable {
  package let network: Network
  package let optimizer: Optimizer
  /// The flat vector that is trained, as this rank's first worker has it.
  let parameters: FloatBuffer
  /// What is evaluated and is the result: the vector that is trained, or its average.
  let result: FloatBuffer
  /// Steps taken since the beginning.
  package internal(set) var step = 0
  /// Epochs completed.
  package internal(set) var epoch = 0

  /// - Parameters:
  ///   - memory: has what the optimiser keeps.
  ///   - parameters: the initial ones, of this rank's first worker.
  init(network: Network, optimizer: OptimizerSettings, memory: TrainingMemory, parameters: FloatBuffer) {
    self.network = network
    self.parameters = parameters
    self.optimizer = Optimizer(
      optimizer, layout: network.layout, slots: memory.optimizerSlots, kernels: network.kernels)
    result = self.optimizer.averages ?? parameters
    // Before the first step, from which the average is taken, the result is what the weights start as.
    self.optimizer.averages?.view.copy(from: parameters.view)
  }

  /// The weights that are trained, in model order, in Keras' shapes.
  package var weightTensors: [Tensor] { network.layout.tensors.map { tensor($0, of: parameters) } }
  /// The weights that are the result, likewise.
  package var resultTensors: [Tensor] { network.layout.tensors.map { tensor($0, of: result) } }

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
