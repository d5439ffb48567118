import Checkpoints
import Collectives
import KernelInterface
import Network
import SystemPackage
import Training

extension RankContext {
  /// What a run goes on from, on all ranks: rank 0 has read the checkpoint. Collective.
  ///
  /// - Parameters:
  ///   - checkpoint: nil on the other ranks.
  ///   - file: that of the checkpoint, for messages.
  func resumePoint(
    _ checkpoint: Checkpoint?, network: Network, _ configuration: TrainingConfiguration, file: FilePath
  ) throws -> ResumePoint {
    let phase = "reading the checkpoint"
    let own = try together(phase) {
      try checkpoint.map { try ResumePoint($0, network: network, configuration, file: file) }
    }
    // The digits that a number is written with make the same number again.
    let text = try fromFirst(phase) { Array((try own?.progress.text() ?? "").utf8) }
    let progress = try RunProgress(text: String(decoding: text, as: UTF8.self))
    let weights = try parameters(phase) { own?.weights ?? network.initialParameters(seed: 0) }
    let slots = try configuration.optimizer.slotKinds.indices.map { kind in
      try parameters(phase) { own?.slots[kind] ?? weights }
    }
    let hasBest = try fromFirst(phase) { own?.best == nil ? [] : [1] } == [1]
    return ResumePoint(
      progress, weights: weights, slots: slots, best: hasBest ? try parameters(phase) { own?.best ?? weights } : nil)
  }
}
