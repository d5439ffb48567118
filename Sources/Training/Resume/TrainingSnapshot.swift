package import Checkpoints
package import KernelInterface
package import Network

/// A copy of everything that a checkpoint holds, taken between two steps.
///
/// To copy a megabyte takes a tenth of a millisecond; to make it into tensors, digests and a file takes a hundred times as long, and
/// is done by another thread.
package struct TrainingSnapshot: Sendable {
  package let progress: RunProgress
  private let weights: FloatBuffer
  private let slots: [FloatBuffer]
  /// The weights of the best epoch; nil where they are not wanted, or before the first epoch.
  private let best: FloatBuffer?

  /// - Parameter best: the result's weights after the best epoch.
  package init(_ progress: RunProgress, _ state: TrainingState, best: FloatBuffer?) {
    self.progress = progress
    weights = state.parameters.copy()
    slots = state.optimizer.slots.map { $0.copy() }
    self.best = best?.copy()
  }

  /// The checkpoint of it.
  ///
  /// - Throws: an encoding error, where a sum is not finite.
  package func checkpoint(of network: Network, _ settings: CheckpointSettings) throws -> Checkpoint {
    let layout = network.layout
    let kinds = settings.configuration.optimizer.slotKinds
    let run = try settings.configuration.runState(
      of: network, at: progress.position, progress: progress, dataDigest: settings.dataDigest,
      runSHA256: settings.runSHA256)
    return Checkpoint(
      weights: layout.weights(in: weights),
      slots: zip(kinds, slots).map { OptimizerSlot($0, layout.trainedWeights(in: $1)) },
      best: best.map { layout.weights(in: $0) } ?? [], run: run)
  }
}

extension FloatBuffer {
  /// The same numbers in memory of their own.
  func copy() -> FloatBuffer {
    let copy = FloatBuffer(count: count)
    copy.view.copy(from: view)
    return copy
  }
}
