import Checkpoints
import Encodings
import ExitCodes
import Foundation
import InputFiles
import RunRecords
import SystemPackage
import TextTables
import Training

/// A run as it is recorded: what is computed again, and what that is compared with.
struct RecordedRun: Codable {
  /// The folder, as the user knows it.
  let folder: String
  let description: RunDescription
  /// The architecture as Keras' JSON; nil where no file of the run has it.
  let architecture: String?
  /// In order, from the first on.
  let epochs: [EpochFigures]
  /// Nil for a run that has not ended.
  let end: ResultFigures?
  /// The files that a computation can start from, by the epoch at whose end they were written.
  let starts: [Int: String]
  /// What is wrong with files of the run, a sentence each.
  let faults: [String]

  /// Reads and checks the records and all files of a run; nothing is computed.
  ///
  /// - Throws: `badData` if a record is damaged or absent, or the run is of a version that recorded no digests.
  init(reading directory: RunDirectory) throws {
    let run = try StoredRun(directory)
    let files = try RecordedFiles(run)
    (description, epochs, end) = (run.description, run.epochs, run.end)
    folder = directory.path.string
    (architecture, starts, faults) = (files.architecture, files.starts, files.faults)
    try requireEpochs(in: directory.metrics)
    guard RunArguments(description.request).isPossible else {
      throw StorageError(
        .badData, directory.config, "has a configuration that no options of this version of the program express",
        advice: "Use version \(description.version.printable()), which wrote it, or take the file from a backup")
    }
  }

  private func requireEpochs(in metrics: FilePath) throws(StorageError) {
    guard end != nil || !epochs.isEmpty else {
      throw StorageError(
        .badData, metrics, "has no epoch: there is nothing to compare with", advice: "Train the run to its end")
    }
    guard epochs.map(\.epoch) == Array(1..<epochs.count + 1), end?.epochs ?? epochs.count == epochs.count else {
      let numbers = epochs.map { "\($0.epoch)" }.joined(separator: ", ").shortened(to: 80)
      throw StorageError(
        .badData, metrics,
        "has the epochs \(numbers), expected 1 to \(end?.epochs ?? epochs.count), one after the other",
        advice: "Take the file from a backup")
    }
    if let epoch = epochs.first(where: { $0.weightsSHA256 == nil })?.epoch {
      throw StorageError(
        .badData, metrics, "has no weights_sha256 of epoch \(epoch): an earlier version of the program wrote it",
        advice: "Train the run again, or compare the weights sha256 of its result")
    }
  }

  /// The epochs that are asked for, all of them unless some are named.
  ///
  /// - Throws: a usage error for epochs that are not recorded.
  func range(_ asked: EpochRange?) throws(VerificationError) -> ClosedRange<Int>? {
    guard let asked else { return epochs.isEmpty ? nil : 1...epochs.count }
    guard asked.last <= epochs.count else {
      let isPart = end == nil && epochs.count < description.configuration.epochs
      throw VerificationError(
        .usage,
        "--epochs \(asked.defaultValueDescription): \(FilePath(folder).printable) has recorded \(epochs.count) "
          + "epochs\(isPart ? " so far" : ""); ask for some of these")
    }
    return asked.first...asked.last
  }

  /// The last checkpoint before an epoch that a computation can start from; nil for the beginning.
  func start(before epoch: Int) -> (epoch: Int, file: FilePath)? {
    starts.filter { $0.key < epoch }.max { $0.key < $1.key }.map { ($0.key, FilePath($0.value)) }
  }
}

extension [RecordedRun] {
  /// The run in a folder, or those of a series, read by rank 0 for all. Collective.
  init(in folder: String, _ context: RankContext) throws {
    let json = try context.fromFirst("reading the run") {
      let path = FilePath(folder)
      let series = try SeriesDirectory.runs(in: path)
      let directories = series.isEmpty ? [try RunDirectory(reading: path)] : series
      return [UInt8](try JSONText.text(directories.map { try RecordedRun(reading: $0) }).utf8)
    }
    self = try JSONText.value([RecordedRun].self, of: Data(json))
  }
}
