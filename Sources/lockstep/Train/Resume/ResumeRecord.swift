import Foundation
import SystemPackage
import Training

/// Where, when and with what a run went on: a record of `metrics.jsonl`.
struct ResumeRecord: Codable {
  /// In ISO 8601.
  let time: String
  /// Steps taken since the beginning, epochs completed, and steps taken of the epoch that follows.
  let step: Int
  let epoch: Int
  let stepInEpoch: Int
  /// The name of the checkpoint's file.
  let checkpoint: String
  /// Of the weights in it, which were computed again from the file.
  let weightsSHA256: String
  let ranks: Int
  let threads: Int
  let kernels: String
  let version: String

  /// - Parameter description: of the run as it goes on.
  init(_ origin: CheckpointOrigin, _ description: RunDescription) {
    time = Date.now.ISO8601Format()
    (step, epoch, stepInEpoch) = (origin.position.step, origin.position.epoch, origin.position.stepInEpoch)
    checkpoint = FilePath(origin.file).lastComponent?.string ?? origin.file
    weightsSHA256 = origin.weightsSHA256
    (ranks, threads, kernels) = (description.ranks, description.threads, description.kernels)
    version = description.version
  }

  private enum CodingKeys: String, CodingKey {
    case time, step, epoch, checkpoint, ranks, threads, kernels, version
    case stepInEpoch = "step_in_epoch"
    case weightsSHA256 = "weights_sha256"
  }
}
