import Checkpoints
import InputFiles
import RunRecords
import SystemPackage

/// What a run has left in its folder, as far as it can go on: read by the first rank, of files that may be damaged.
struct FoundRun {
  let directory: RunDirectory
  /// What the run was begun as; nil where its records are damaged.
  let description: RunDescription?
  /// What the run came to; nil for one that has not ended.
  let outcome: RunOutcome?
  /// The newest checkpoint that is valid; nil without one, and where the run has ended.
  let checkpoint: FoundCheckpoint?
  /// What is wrong with newer ones, newest first.
  let faults: [StorageError]

  /// - Parameter needsCheckpoint: a checkpoint is looked for even where the run has ended.
  /// - Throws: `StorageError` where the folder cannot be read.
  init(_ path: FilePath, needsCheckpoint: Bool = false) throws(StorageError) {
    directory = RunDirectory(at: path)
    let hasMetrics = FileKind(directory.metrics) != nil
    let events = hasMetrics ? try JSONFile.readLines(MetricsRecord.self, directory.metrics) { _ in } : []
    let description = events.lazy.compactMap(\.description).first ?? Self.configuration(directory)
    self.description = description
    let end = FileKind(directory.model) != nil ? events.lazy.compactMap(\.end).last : nil
    outcome = RunOutcome(end, epochs: events.compactMap(\.epoch))
    guard outcome == nil || needsCheckpoint, FileKind(directory.checkpoints) != nil else {
      (checkpoint, faults) = (nil, [])
      return
    }
    let expected = description?.expected
    var newest: FoundCheckpoint?
    let search = try CheckpointFolder(directory.checkpoints).newestValid { checkpoint, file throws(StorageError) in
      newest = try FoundCheckpoint(checkpoint, file, of: expected)
    }
    (checkpoint, faults) = (newest, search.skipped)
  }

  /// What was asked for the run; nil where neither its records nor a checkpoint say.
  var request: TrainingRequest? {
    description?.request ?? checkpoint?.request
  }

  private static func configuration(_ directory: RunDirectory) -> RunDescription? {
    try? JSONFile.read(RunDescription.self, directory.config)
  }
}
