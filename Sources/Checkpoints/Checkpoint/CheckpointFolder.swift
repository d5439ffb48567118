package import SystemPackage
import TextTables

/// The folder with the checkpoints of one run, which one process writes.
///
/// Files are named by completed steps, `step-00004690.safetensors`, so that names sort by age and a checkpoint within
/// an epoch has a name too. There is no pointer file that could be wrong: the newest valid one is found by reading.
package struct CheckpointFolder: Sendable {
  /// The folder's path.
  package let path: FilePath
  /// How many checkpoints are kept, at least 1; nil for all.
  package let keep: Int?

  /// The folder `path`, in which the newest `keep` checkpoints stay (nil: all; fewer than 1 counts as 1).
  package init(_ path: FilePath, keep: Int? = nil) {
    self.path = path
    self.keep = keep.map { max(1, $0) }
  }

  /// Makes the folder if it is missing, and removes checkpoints that a killed process left half-written.
  ///
  /// - Throws: `cannotCreate`, `inputOutput`.
  package func prepare() throws(StorageError) {
    try Folder.create(path)
    try AtomicFile.removeStale(in: path) { CheckpointName.isOfCheckpoint($0) }
  }

  /// Writes `checkpoint`, reads it back, and then removes checkpoints of earlier steps beyond the number to keep.
  ///
  /// Nothing is removed before the new file has been verified, and files of later steps are never removed: after a return to an
  /// earlier step they may be broken, and must not push out the valid ones.
  ///
  /// - Returns: The new file.
  /// - Throws: as `Checkpoint.write(to:)`; `inputOutput` if the file does not hold what was written, or an old file cannot be
  ///   removed.
  @discardableResult
  package func write(_ checkpoint: Checkpoint) throws(StorageError) -> FilePath {
    let file = path.appending(CheckpointName.name(step: checkpoint.run.step))
    try checkpoint.write(to: file)
    guard try Checkpoint(reading: file) == checkpoint else {
      throw StorageError(
        .inputOutput, file, "does not hold what was written to it", advice: "Check the disk and the memory")
    }
    if let keep {
      for (step, old) in try files().filter({ $0.step <= checkpoint.run.step }).dropLast(keep) {
        try withStorageError(
          "cannot remove the checkpoint of step \(step)", old, .inputOutput, advice: "Check the folder"
        ) {
          do throws(Errno) {
            try SystemCall.remove(old)
          } catch .noSuchFileOrDirectory, .isDirectory {
            // Somebody else has removed it; or it is none of ours.
          }
        }
      }
    }
    return file
  }

  /// The checkpoint files, earliest step first; whether they are valid is not looked at.
  ///
  /// - Throws: `inputMissing` if the folder cannot be read.
  package func list() throws(StorageError) -> [FilePath] {
    try files().map(\.path)
  }

  /// Reads files from the latest step backwards until one is valid.
  ///
  /// - Parameters:
  ///   - identity: of the run whose checkpoints these are, as ``CheckpointState/identity(initialWeights:)`` has it; nil where it
  ///     is not known.
  ///   - accept: throws for a checkpoint that is whole, but not one to go on from.
  /// - Throws: `inputMissing` if the folder cannot be read.
  package func newestValid(
    ofRun identity: String? = nil,
    accept: (Checkpoint, FilePath) throws(StorageError) -> Void = { _, _ throws(StorageError) in }
  ) throws(StorageError) -> CheckpointSearch {
    var skipped: [StorageError] = []
    for (step, file) in try files().reversed() {
      do throws(StorageError) {
        let checkpoint = try Self.checkpoint(file, step: step, ofRun: identity)
        try accept(checkpoint, file)
        return CheckpointSearch(newest: checkpoint, path: file, skipped: skipped)
      } catch {
        skipped.append(error)
      }
    }
    return CheckpointSearch(newest: nil, path: nil, skipped: skipped)
  }

  /// The checkpoint in the file for step `step`; see ``newestValid(ofRun:)``.
  private static func checkpoint(
    _ file: FilePath, step: Int, ofRun identity: String?
  ) throws(StorageError) -> Checkpoint {
    let checkpoint = try Checkpoint(reading: file)
    let run = checkpoint.run
    guard run.step == step else {
      throw StorageError(
        .badData, file, "has the checkpoint of step \(run.step), expected step \(step)",
        advice: "Rename the file to \(CheckpointName.name(step: run.step))")
    }
    guard let identity, run.runSHA256 != identity else { return checkpoint }
    throw StorageError(
      .badData, file,
      "is of another run, with seed \(run.seed): its run_sha256 is \(run.runSHA256?.quoted ?? "missing"), expected "
        + identity.quoted, advice: "Put it back into the folder of its own run")
  }

  private func files() throws(StorageError) -> [(step: Int, path: FilePath)] {
    try Folder.names(in: path, .inputMissing)
      .compactMap { name in CheckpointName.step(name).map { ($0, path.appending(name)) } }
      .sorted { $0.step < $1.step }
  }
}
