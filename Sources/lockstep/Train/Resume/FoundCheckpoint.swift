import Checkpoints
import Encodings
import Foundation
import SystemPackage
import TextTables
import Training

/// A valid checkpoint, and what in it is to be interpreted.
struct FoundCheckpoint {
  let checkpoint: Checkpoint
  let file: FilePath
  let configuration: TrainingConfiguration
  let progress: RunProgress
  /// The digest of the weights that the run began with; nil where that is not known.
  let initialWeightsSHA256: String?

  /// - Parameter run: whose checkpoint it should be; nil where that is not known.
  /// - Throws: `badData` where the checkpoint is of another run, or of a version that kept less.
  init(_ checkpoint: Checkpoint, _ file: FilePath, of run: ExpectedRun? = nil) throws(StorageError) {
    let state = checkpoint.run
    guard let configuration = try? JSONText.value(TrainingConfiguration.self, of: Data(state.config.utf8)) else {
      throw Self.error(file, "has no configuration of this program's in its metadata")
    }
    try configuration.requireUsable(recordedIn: file)
    guard let progress = state.progress.flatMap({ try? RunProgress(text: $0) }), progress.position.step == state.step
    else {
      throw Self.error(file, "does not say how far its run was: a version wrote it whose runs cannot go on")
    }
    (self.checkpoint, self.file, self.configuration, self.progress) = (checkpoint, file, configuration, progress)
    initialWeightsSHA256 = run?.identity.initialWeightsSHA256
    if let run { try require(run) }
  }

  /// What was asked for the run, as far as a checkpoint says: not from which weights it began.
  var request: TrainingRequest {
    TrainingRequest(model: configuration.model, configuration: configuration)
  }

  /// Which it is, for a message.
  var text: String {
    let position = progress.position
    let name = file.lastComponent?.string.printable() ?? ""
    let epoch = position.stepInEpoch == 0 ? "after epoch \(position.epoch)" : "in epoch \(position.epoch + 1)"
    return "\(name): step \(position.step), \(epoch) of \(configuration.epochs)"
  }

  /// Throws for a checkpoint of another run.
  private func require(_ run: ExpectedRun) throws(StorageError) {
    var own = run.request
    own.configuration = configuration
    if let difference = run.request.differences(of: own, expected: nil).first {
      throw Self.error(
        file, "is of another run: \(difference.option) is \(difference.given), expected \(difference.recorded)")
    }
    let (digest, identity) = (checkpoint.run.dataDigest, checkpoint.run.runSHA256)
    guard digest == run.dataSHA256 else {
      throw Self.error(
        file, "is of another run: its data has sha256 \(digest.printable()), expected \(run.dataSHA256)")
    }
    // The same options, but another architecture of that name, or other initial weights.
    guard let identity, let expected = run.identity.runSHA256, identity != expected else { return }
    throw Self.error(
      file, "is of another run: its run_sha256 is \(identity.printable()), expected \(expected.printable())")
  }

  private static func error(_ file: FilePath, _ problem: String) -> StorageError {
    StorageError(.badData, file, problem, advice: "Begin a new run from its weights with --initial-weights")
  }
}
