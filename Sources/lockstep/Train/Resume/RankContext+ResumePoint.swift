import Checkpoints
import Collectives
import ExitCodes
import KernelInterface
import Network
import SystemPackage
import TextTables
import Training

extension RankContext {
  /// Throws on all ranks unless the data are those that a run was begun with. Collective.
  ///
  /// - Parameter found: the digest of the data that are here.
  func requireData(_ found: String, of origin: CheckpointOrigin) throws {
    try together("comparing the data") {
      guard found != origin.dataSHA256 else { return }
      throw ResumeError(
        .badData,
        "the data is not that of the run: sha256 \(found), expected \(origin.dataSHA256.printable()), as "
          + "\(origin.file.printable()) has it. Name the folder of the run's data with --data.")
    }
  }

  /// What a checkpoint holds, as the network has it: rank 0 reads the file for all. Collective.
  func resumePoint(
    _ file: FilePath, _ network: Network, _ configuration: TrainingConfiguration, stepsPerEpoch: Int
  ) throws -> ResumePoint {
    let phase = "reading the checkpoint"
    let own = try together(phase) {
      isFirst
        ? try ResumePoint(
          Checkpoint(reading: file), network: network, configuration, stepsPerEpoch: stepsPerEpoch, file: file) : nil
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
