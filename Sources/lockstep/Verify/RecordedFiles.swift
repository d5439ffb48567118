import Checkpoints
import InputFiles
import Network
import RunRecords
import SystemPackage

/// The model and the checkpoints of a run, each checked, and compared with the records of the run.
struct RecordedFiles {
  /// The architecture as Keras' JSON; nil where no file has it.
  private(set) var architecture: String?
  /// The files that a computation can start from, by the epoch at whose end they were written.
  private(set) var starts: [Int: String] = [:]
  /// What is wrong with files, a sentence each.
  private(set) var faults: [String] = []
  private let run: StoredRun

  /// - Throws: `inputMissing` if a folder cannot be read.
  init(_ run: StoredRun) throws(StorageError) {
    self.run = run
    for file in try run.directory.checkpointFiles() { take(checkpoint: file) }
    if FileKind(run.directory.model) != nil { takeModel(run.directory.model) }
  }

  private mutating func take(checkpoint file: FilePath) {
    do throws(StorageError) {
      let checkpoint = try Checkpoint(reading: file)
      try require(checkpoint.run, file)
      let (epoch, rest) = checkpoint.run.step.quotientAndRemainder(dividingBy: max(run.description.stepsPerEpoch, 1))
      guard rest == 0, let record = run.epochs.first(where: { $0.epoch == epoch }) else { return }
      if let expected = record.weightsSHA256 {
        try compare(checkpoint.result, expected: expected, "epoch \(epoch)", file)
      }
      if checkpoint.run.progress != nil, starts[epoch] == nil { starts[epoch] = file.string }
    } catch {
      // Where a newer one has been written, an old one may be gone by now.
      if error.kind != .inputMissing || FileKind(file) != nil { faults.append(error.description) }
    }
  }

  private mutating func takeModel(_ file: FilePath) {
    do throws(StorageError) {
      let model = try SavedModel(reading: file)
      if let state = model.run { try require(state, file) }
      if let end = run.end { try compare(model.weights, expected: end.weightsSHA256, "the result", file) }
    } catch {
      faults.append(error.description)
    }
  }

  /// Throws unless the file is of this run; takes the architecture.
  private mutating func require(_ state: CheckpointState, _ file: FilePath) throws(StorageError) {
    if let expected = run.description.runSHA256, state.runSHA256 != expected {
      throw StorageError(
        .badData, file,
        "is of another run: its run_sha256 is \(state.runSHA256 ?? "missing"), expected \(expected), as config.json has it",
        advice: "Put it back into the folder of its own run")
    }
    architecture = state.architecture
  }

  /// - Parameter subject: what the digest is recorded of: "epoch 3".
  private func compare(
    _ weights: [Tensor], expected: String, _ subject: String, _ file: FilePath
  ) throws(StorageError) {
    let found = WeightsDigest.hexadecimal(of: weights)
    guard found != expected else { return }
    throw StorageError(
      .badData, file, "has weights with sha256 \(found), expected \(expected), as metrics.jsonl has for \(subject)",
      advice: "One of the two files was changed; take them from a backup")
  }
}
