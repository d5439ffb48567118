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
  package var bestCheckpoint: FilePath { checkpoints.appending("best.safetensors") }

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
  static func isTaken(_ path: FilePath) -> StorageError {
    StorageError(
      .cannotCreate, path, "is not empty, expected a new or empty folder: a run is never overwritten",
      advice: "Choose another --output-dir")
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
