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
  /// Steps taken of the epoch that follows.
  package internal(set) var stepInEpoch = 0

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
  package var weightTensors: [Tensor] { network.layout.weights(in: parameters) }
  /// The weights that are the result, likewise.
  package var resultTensors: [Tensor] { network.layout.weights(in: result) }
  /// The digest of the weights that are the result.
  package var resultSHA256: String { WeightsDigest.hexadecimal(of: resultTensors) }

  /// Where the run stands.
  package var position: RunPosition { RunPosition(step: step, epoch: epoch, stepInEpoch: stepInEpoch) }

  /// Where the run stands, for the model file.
  ///
  /// - Parameter runSHA256: the identity of the run; nil where nobody needs to tell.
  /// - Throws: an encoding error, which a configuration made of finite numbers does not cause.
  package func run(
    _ configuration: TrainingConfiguration, dataDigest: String, runSHA256: String? = nil
  ) throws -> CheckpointState {
    try configuration.runState(of: network, at: position, dataDigest: dataDigest, runSHA256: runSHA256)
  }

  /// Takes over where a run stood; the trained weights have been since the beginning.
  ///
  /// - Parameter writesSlots: of the ranks that share them, one does.
  func restore(_ point: ResumePoint, writesSlots: Bool) {
    let position = point.progress.position
    (step, epoch, stepInEpoch) = (position.step, position.epoch, position.stepInEpoch)
    guard writesSlots else { return }
    for (slot, stored) in zip(optimizer.slots, point.slots) { slot.view.copy(from: stored.view) }
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
