package import Checkpoints
package import KernelInterface
package import Network
package import SystemPackage
import TextTables

/// What a run goes on from, the same on all ranks.
package struct ResumePoint: Sendable {
  package let progress: RunProgress
  /// The weights that are trained.
  package let weights: FloatBuffer
  /// What the optimiser keeps, in the order of its kinds.
  package let slots: [FloatBuffer]
  /// The result's weights after the best epoch; nil where they are not wanted, or before the first epoch.
  package let best: FloatBuffer?

  package init(_ progress: RunProgress, weights: FloatBuffer, slots: [FloatBuffer], best: FloatBuffer?) {
    (self.progress, self.weights, self.slots, self.best) = (progress, weights, slots, best)
  }

  /// What a checkpoint holds, as a network has it.
  ///
  /// - Parameters:
  ///   - stepsPerEpoch: of the run; nil where its images are not there to tell.
  ///   - file: that of the checkpoint, for messages.
  /// - Throws: `badData` where it is not of this network and configuration, or of a version that kept less.
  package init(
    _ checkpoint: Checkpoint, network: Network, _ configuration: TrainingConfiguration, stepsPerEpoch: Int? = nil,
    file: FilePath
  ) throws(StorageError) {
    func error(_ problem: String) -> StorageError {
      StorageError(.badData, file, problem, advice: "Begin a new run from its weights with --initial-weights")
    }
    guard let text = checkpoint.run.progress else {
      throw error("was written by a version of the program whose runs cannot be resumed")
    }
    guard let progress = try? RunProgress(text: text), progress.position.step == checkpoint.run.step,
      progress.position.epoch <= configuration.epochs, [0, configuration.shards].contains(progress.scores.count),
      stepsPerEpoch.map({ progress.position.fits(stepsPerEpoch: $0) }) ?? true
    else {
      throw error("has a progress that is not this program's: \(text.printable(limit: 60))")
    }
    let kinds = configuration.optimizer.slotKinds
    guard checkpoint.slots.map(\.kind) == kinds || network.layout.tensors.allSatisfy({ !$0.role.isTrained }) else {
      throw error("does not hold what the optimiser \(configuration.optimizer.rule.name.rawValue) keeps")
    }
    let weights = try StoredWeights.parameters(of: network, from: checkpoint.weights, file: file)
    self.init(
      progress, weights: weights,
      slots: kinds.map { kind in
        // What is not trained is its own average, and nothing else is kept of it.
        let slot = kind == .average ? weights.copy() : FloatBuffer(count: weights.count)
        let tensors = checkpoint.slots.first { $0.kind == kind }?.tensors ?? []
        network.layout.place(tensors, into: slot)
        return slot
      },
      best: checkpoint.best.isEmpty
        ? nil : try StoredWeights.parameters(of: network, from: checkpoint.best, file: file))
  }
}

extension ParameterLayout {
  /// Puts tensors where those of their names lie; the checkpoint has compared names and shapes with the weights'.
  fileprivate func place(_ tensors: [Tensor], into buffer: FloatBuffer) {
    for tensor in tensors {
      self.tensors.first { $0.name == tensor.name }?.place(tensor.values, into: buffer.view)
    }
  }
}
