package import Foundation
import InputFiles
package import SystemPackage

/// The folder that one run writes, which no other run has written or ever will: the paths in it, not their content.
package struct RunDirectory: Equatable, Sendable {
  /// The folder's path.
  package let path: FilePath

  /// The configuration of the run.
  package var config: FilePath { path.appending("config.json") }
  /// One record per event.
  package var metrics: FilePath { path.appending("metrics.jsonl") }
  /// One line per epoch.
  package var history: FilePath { path.appending("history.csv") }
  /// The weights that the run ends with: the last, the best, or their average.
  package var model: FilePath { path.appending("model.safetensors") }
  /// The page about the run.
  package var report: FilePath { path.appending("report.html") }
  /// The folder of checkpoints.
  package var checkpoints: FilePath { path.appending("checkpoints") }
  /// The checkpoint after the best epoch so far.
  package var bestCheckpoint: FilePath { checkpoints.appending(CheckpointName.best) }

  /// The checkpoint files, earliest step first, then that of the best epoch, as far as they are there; whether they are valid is
  /// not looked at.
  ///
  /// - Throws: `inputMissing` if the folder cannot be read.
  package func checkpointFiles() throws(StorageError) -> [FilePath] {
    guard FileKind(checkpoints) != nil else { return [] }
    let best = try Folder.names(in: checkpoints, .inputMissing).contains(CheckpointName.best) ? [bestCheckpoint] : []
    return try CheckpointFolder(checkpoints).list() + best
  }

  /// The files of the run but for its checkpoints.
  private var records: [FilePath] { [config, metrics, history, model, report] }

  /// The folder of numbers that should have been the same and were not; made by whoever finds some.
  package var divergence: FilePath { path.appending("divergence") }

  /// Makes the folder `path`, or takes it if it is there and empty; makes the folders above it too.
  ///
  /// Of two processes that ask for the same folder one gets it.
  ///
  /// - Throws: `cannotCreate` if it holds anything, is a file, or cannot be made.
  package init(creating path: FilePath) throws(StorageError) {
    self.path = path
    try Folder.create(path)
    guard try Folder.names(in: path, .cannotCreate).isEmpty, try Folder.createNew(checkpoints) else {
      throw Self.isTaken(path)
    }
  }

  /// The folder `path`, which a run has written and will go on writing.
  ///
  /// - Throws: `cannotCreate` if its folder of checkpoints is gone and cannot be made.
  package init(resuming path: FilePath) throws(StorageError) {
    self.path = path
    try Folder.create(checkpoints)
  }

  /// Removes what the run has recorded, as if it were new. Files in the folder of checkpoints stay, so that nobody loses one that
  /// may yet be repaired.
  ///
  /// Only for the one process that writes the run.
  ///
  /// - Throws: `inputOutput` if a file cannot be removed.
  package func removeRecords() throws(StorageError) {
    for file in records where FileKind(file) != nil {
      try withStorageError("cannot remove the file", file, .inputOutput, advice: "Choose another --output-dir") {
        try SystemCall.remove(file)
      }
    }
  }

  /// What a folder is to a command that goes on with a run in it, or else begins one.
  package enum Content: Equatable, Sendable {
    /// There is none, or nothing is in it.
    case nothing
    /// A run has begun in it.
    case run
    /// A series of runs has.
    case series
    /// A file has the name.
    case file
    /// Something else, which is nobody's to touch.
    case other
  }

  /// What is in the folder `path`.
  ///
  /// - Throws: `inputMissing` if it cannot be read.
  package static func content(of path: FilePath) throws(StorageError) -> Content {
    guard let kind = FileKind(path) else { return .nothing }
    guard kind == .folder else { return .file }
    let names = try Folder.names(in: path, .inputMissing)
    if names.isEmpty { return .nothing }
    if names.contains(SeriesDirectory.descriptionName) { return .series }
    // One that was stopped at once has an empty folder of checkpoints and nothing else.
    return isRun(names) || FileKind(RunDirectory(at: path).checkpoints) == .folder ? .run : .other
  }

  /// The folder `path`, whatever is in it.
  package init(at path: FilePath) { self.path = path }

  /// The folder of the run in whose folder of checkpoints `file` lies; nil if it lies elsewhere.
  package static func folder(ofCheckpoint file: FilePath) -> FilePath? {
    let checkpoints = Folder.containing(file)
    let run = checkpoints.removingLastComponent().isEmpty ? "." : checkpoints.removingLastComponent()
    guard RunDirectory(at: run).checkpoints.lastComponent == checkpoints.lastComponent else { return nil }
    return (try? content(of: run)) == .run ? run : nil
  }

  /// The folder `path`, which a run has written.
  ///
  /// - Throws: `inputMissing` if it cannot be read, or has neither a configuration nor metrics.
  package init(reading path: FilePath) throws(StorageError) {
    self.path = path
    guard try Self.isRun(Self.names(in: path)) else {
      throw StorageError(
        .inputMissing, path, "has neither config.json nor metrics.jsonl, expected the folder of a run",
        advice: "Name the --output-dir of a run of train")
    }
  }

  /// The names in a folder that is read.
  static func names(in path: FilePath) throws(StorageError) -> [String] {
    guard FileKind(path) == .folder else {
      throw StorageError(
        .inputMissing, path, "there is no such folder", advice: "Name the --output-dir of a run of train")
    }
    return try Folder.names(in: path, .inputMissing)
  }

  /// Whether the names in a folder are those of a run.
  static func isRun(_ names: [String]) -> Bool { names.contains("config.json") || names.contains("metrics.jsonl") }

  /// The error for a folder that holds something.
  package static func isTaken(_ path: FilePath) -> StorageError {
    StorageError(
      .cannotCreate, path, "is not empty, expected a new or empty folder: a run is never overwritten",
      advice: "Choose another --output-dir")
  }

  /// Removes what a killed process left half-written of the files of the run, and nothing that others write beside them.
  ///
  /// Only for the one process that writes the run.
  ///
  /// - Throws: `cannotCreate`, `inputOutput`.
  package func removeLeftovers() throws(StorageError) {
    let names = Set(records.compactMap { $0.lastComponent?.string })
    try AtomicFile.removeStale(in: path, of: names.contains)
  }

  /// Makes the folder `<parent>/<time>-<model>`, with `-2`, `-3`, … appended while that name is taken.
  ///
  /// - Parameters:
  ///   - model: The model's name; characters that are awkward in file names become hyphens.
  ///   - time: The start of the run, named as local time, `20260131T235959`.
  /// - Throws: `cannotCreate`.
  package init(
    model: String, time: Date = .now, timeZone: TimeZone = .current, parent: FilePath = "runs"
  ) throws(StorageError) {
    path = try Self.newFolder(model: model, time: time, timeZone: timeZone, parent: parent)
    _ = try Folder.createNew(checkpoints)
  }

  /// Makes an empty folder with such a name, which a run can take.
  ///
  /// - Throws: `cannotCreate`.
  package static func newFolder(
    model: String, time: Date = .now, timeZone: TimeZone = .current, parent: FilePath = "runs"
  ) throws(StorageError) -> FilePath {
    try Folder.create(parent)
    let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: timeZone)
    let stamp = style.year().month().day().time(includingFractionalSeconds: false).format(time)
    let name = "\(stamp)-\(Self.fileName(model))"
    var candidate = parent.appending(name)
    var number = 1
    while try !Folder.createNew(candidate) {
      number += 1
      candidate = parent.appending("\(name)-\(number)")
    }
    return candidate
  }

  /// `text` with everything but ASCII letters, digits, points, hyphens and underscores replaced, at most 64 characters.
  private static func fileName(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(64).map { scalar in
        let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        return isPlain || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
      })
  }
}
