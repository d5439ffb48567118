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

  /// What a run goes on from, which rank 0 reads. Collective.
  func resumePoint(
    _ origin: CheckpointOrigin, _ network: Network, _ configuration: TrainingConfiguration, stepsPerEpoch: Int
  ) throws -> ResumePoint {
    let file = FilePath(origin.file)
    let checkpoint = try together("reading the checkpoint") { isFirst ? try Checkpoint(reading: file) : nil }
    return try resumePoint(
      checkpoint, network: network, configuration, stepsPerEpoch: stepsPerEpoch, file: file)
  }

  /// What a checkpoint that rank 0 has read holds, as the network has it. Collective.
  ///
  /// - Parameter checkpoint: nil on the other ranks.
  func resumePoint(
    _ checkpoint: Checkpoint?, network: Network, _ configuration: TrainingConfiguration, stepsPerEpoch: Int,
    file: FilePath
  ) throws -> ResumePoint {
    let phase = "reading the checkpoint"
    let own = try together(phase) {
      try checkpoint.map {
        try ResumePoint(
          $0, network: network, configuration, stepsPerEpoch: stepsPerEpoch, file: file)
      }
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
