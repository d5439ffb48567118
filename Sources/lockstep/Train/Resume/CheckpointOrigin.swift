import Checkpoints
import SystemPackage
import Training

/// A checkpoint that a run goes on from, or that a new run has its weights from.
struct CheckpointOrigin: Codable {
  let file: String
  let position: RunPosition
  /// Of the data that the run is trained on.
  let dataSHA256: String
  /// Of the weights that are trained, computed again from the file: as `inspect` prints it.
  let weightsSHA256: String
  /// Of the run whose checkpoint it is.
  let identity: RunIdentity

  init(_ found: FoundCheckpoint) {
    file = found.file.string
    position = found.progress.position
    dataSHA256 = found.checkpoint.run.dataDigest
    weightsSHA256 = WeightsDigest.hexadecimal(of: found.checkpoint.weights)
    identity = RunIdentity(
      initialWeightsSHA256: found.initialWeightsSHA256, runSHA256: found.checkpoint.run.runSHA256)
  }

  private enum CodingKeys: String, CodingKey {
    case file, position, identity
    case dataSHA256 = "data_sha256"
    case weightsSHA256 = "weights_sha256"
  }
}
