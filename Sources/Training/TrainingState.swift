package import Checkpoints
import KernelInterface
package import Network

/// What a training run changes: parameters, what the optimiser keeps, and how far it is.
///
/// In a step each worker writes to its own part of the numbers; between steps the thread that trains writes, and all may read.
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
    // Until the first step, with which the average starts, the result is the initial weights.
    self.optimizer.averages?.view.copy(from: parameters.view)
  }

  /// The weights that are trained, in model order, in Keras' shapes.
  package var weightTensors: [Tensor] { network.tensors(parameters) }
  /// The weights that are the result, likewise.
  package var resultTensors: [Tensor] { network.tensors(result) }
  /// The digest of the weights that are the result.
  package var resultSHA256: String { WeightsDigest.hexadecimal(of: resultTensors) }

  /// What the optimiser keeps of the trained weights.
  package var slots: [OptimizerSlot] {
    let trained = network.layout.tensors.filter(\.role.isTrained)
    return zip(optimizer.settings.slotKinds, optimizer.slots).map { kind, buffer in
      OptimizerSlot(kind, trained.map { tensor($0, of: buffer) })
    }
  }

  /// Where the run stands, for files.
  ///
  /// - Parameter runSHA256: the identity of the run; nil where nobody needs to tell.
  /// - Throws: an encoding error, which a configuration made of finite numbers does not cause.
  package func run(
    _ configuration: TrainingConfiguration, dataDigest: String, runSHA256: String? = nil
  ) throws -> CheckpointState {
    try configuration.runState(of: network, step: step, epoch: epoch, dataDigest: dataDigest, runSHA256: runSHA256)
  }

  /// Throws ``TrainingError`` unless all numbers are finite, those of the optimiser too.
  ///
  /// All ranks have the same.
  func requireFinite() throws(TrainingError) {
    let slots = zip(optimizer.settings.slotKinds, optimizer.slots).map { (name: $0.rawValue, buffer: $1) }
    for (name, buffer) in [("", parameters)] + slots {
      guard let tensor = network.layout.tensors.first(where: { !$0.view(of: buffer.view).isFinite }) else { continue }
      throw .weightsAreNotFinite(tensor: name + tensor.name, epoch: epoch, step: step)
    }
  }

  private func tensor(_ placement: TensorPlacement, of vector: FloatBuffer) -> Tensor {
    Tensor(name: placement.name, shape: placement.shape, values: placement.elements(of: vector.view))
  }
}

extension FloatView {
  /// Whether all numbers are finite.
  fileprivate var isFinite: Bool {
    withSpan { span in
      // A sum of numbers times zero is zero unless one is not finite.
      var sum: Float = 0
      for index in span.indices { sum += span[index] * 0 }
      return sum == 0
    }
  }
}
