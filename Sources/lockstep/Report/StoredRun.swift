import Checkpoints
import Foundation
import RunRecords
import SystemPackage
import Training

/// A run as it is read back from its `RunDirectory`: the plan, the figures, and what is missing of one that was stopped.
struct StoredRun {
  let directory: RunDirectory
  let description: RunDescription
  let epochs: [EpochFigures]
  /// Nil for a run that has not ended.
  let end: ResultFigures?
  /// Where the run went on after it had been stopped.
  let resumptions: [ResumeRecord]
  /// The profile of every rank; none unless it was asked for.
  let profiles: [RankProfile]
  /// The weights that the run ended with, or has reached; nil without a file of them.
  let modelFile: FilePath?
  /// What is missing, each a sentence.
  let remarks: [String]

  /// - Throws: `StorageError` if the folder is not that of a run, or one of its records is damaged.
  init(_ directory: RunDirectory) throws(StorageError) {
    var remarks: [String] = []
    let hasMetrics = Self.isThere(directory.metrics)
    let events = hasMetrics ? try JSONFile.readLines(MetricsRecord.self, directory.metrics) : []
    self.directory = directory
    description = try Self.description(events, directory)
    try description.configuration.requireUsable(recordedIn: directory.path)
    epochs = events.compactMap(\.epoch)
    end = events.compactMap(\.end).first
    resumptions = events.compactMap(\.resume)
    profiles = events.compactMap(\.profiles).first ?? []
    if !hasMetrics {
      remarks.append("There is no metrics.jsonl: learning curves, times and results are missing.")
    } else if end == nil {
      remarks.append(
        "The run has not ended: it was stopped, or is still going on. What follows is as of its last record, after "
          + "\(epochs.count) of \(description.configuration.epochs) epochs.")
    }
    modelFile = try Self.modelFile(directory, &remarks)
    self.remarks = remarks
  }

  /// The name of the run's folder.
  var name: String { directory.path.lexicallyNormalized().lastComponent?.string ?? directory.path.string }

  /// What is missing of a comparison.
  var comparisonRemarks: [String] { end == nil ? Array(remarks.prefix(1)) : [] }

  /// What the start of the run has recorded, or else its configuration.
  private static func description(
    _ events: [MetricsRecord], _ directory: RunDirectory
  ) throws(StorageError) -> RunDescription {
    if let description = events.compactMap(\.description).first { return description }
    return try JSONFile.read(RunDescription.self, directory.config)
  }

  private static func modelFile(
    _ directory: RunDirectory, _ remarks: inout [String]
  ) throws(StorageError) -> FilePath? {
    if isThere(directory.model) { return directory.model }
    let checkpoint =
      isThere(directory.checkpoints) ? try CheckpointFolder(directory.checkpoints).list().last : nil
    let parts = "the confusion matrix, classes, mistakes, filters and the table of the model"
    guard let checkpoint, let name = checkpoint.lastComponent else {
      remarks.append("There is no model.safetensors, and no checkpoint: \(parts) are missing.")
      return nil
    }
    remarks.append("There is no model.safetensors: \(parts) are those of the checkpoint \(name).")
    return checkpoint
  }

  private static func isThere(_ path: FilePath) -> Bool { FileManager.default.fileExists(atPath: path.string) }
}
