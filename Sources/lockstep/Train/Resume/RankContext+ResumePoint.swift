import Checkpoints
import Collectives
import FashionMNIST
import KernelInterface
import Network
import SystemPackage
import Training

extension RankContext {
  /// Throws on all ranks unless the data are those that a run was begun with. Collective.
  func requireData(of origin: CheckpointOrigin, _ identities: [DatasetIdentity]) throws {
    try together("comparing the data") {
      let found = identities.map(\.sha256).joined(separator: "+")
      guard found != origin.dataSHA256 else { return }
      throw ResumeError(
        .badData,
        "the data is not that of the run: sha256 \(found), expected \(origin.dataSHA256), which \(origin.file.printable()) says. "
          + "Name the folder of the run's data with --data.")
    }
  }

  /// What a run goes on from, which rank 0 reads. Collective.
  func resumePoint(
    _ origin: CheckpointOrigin, _ network: Network, _ configuration: TrainingConfiguration
  ) throws -> ResumePoint {
    let phase = "reading the checkpoint"
    let file = FilePath(origin.file)
    let own = try together(phase) {
      isFirst ? try ResumePoint(Checkpoint(reading: file), network: network, configuration, file: file) : nil
    }
    let text = try fromFirst(phase) { Array((try own?.progress.text() ?? "").utf8) }
    let progress = try RunProgress(text: String(decoding: text, as: UTF8.self))
    let hasBest = try fromFirst(phase) { own?.best == nil ? [] : [1] }.count == 1
    let none = FloatBuffer(count: 0)
    return ResumePoint(
      progress, weights: try parameters(phase) { own?.weights ?? none },
      slots: try configuration.optimizer.slotKinds.indices.map { index in
        try parameters(phase) { own?.slots[index] ?? none }
      }, best: hasBest ? try parameters(phase) { own?.best ?? none } : nil)
  }
}
