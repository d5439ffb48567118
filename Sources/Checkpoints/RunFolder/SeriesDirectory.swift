package import Foundation
package import SystemPackage

/// The folder of several runs of one kind, each of which has a folder of its own in it.
package struct SeriesDirectory: Equatable, Sendable {
  /// The folder's path.
  package let path: FilePath

  /// What the series is: written before its first run, so that a stopped series can go on.
  package static func description(in path: FilePath) -> FilePath { path.appending(descriptionName) }

  /// The name of the description in the folder.
  static let descriptionName = "series.json"

  /// A line for each run.
  package var results: FilePath { path.appending("runs.csv") }

  /// Makes the folder `path`, or takes it if it is there and empty, and makes a folder for each run.
  ///
  /// - Parameter description: what the series is, for its file.
  /// - Throws: `cannotCreate` if it holds anything, is a file, or cannot be made.
  package init(creating path: FilePath, runs: [String], description: String) throws(StorageError) {
    try Folder.create(path)
    guard try Folder.names(in: path, .cannotCreate).isEmpty else { throw RunDirectory.isTaken(path) }
    try self.init(path, runs: runs, description)
  }

  /// Makes the folder under the name that a run would have, and one for each run.
  ///
  /// - Throws: `cannotCreate`.
  package init(
    model: String, runs: [String], description: String, time: Date = .now, timeZone: TimeZone = .current,
    parent: FilePath = "runs"
  ) throws(StorageError) {
    try self.init(
      RunDirectory.newFolder(model: model, time: time, timeZone: timeZone, parent: parent), runs: runs, description)
  }

  /// The folder `path` of a series that goes on; makes the runs' folders that are missing.
  ///
  /// - Throws: `cannotCreate`.
  package init(resuming path: FilePath, runs: [String]) throws(StorageError) {
    self.path = path
    for run in runs { _ = try Folder.createNew(path.appending(run)) }
  }

  private init(_ path: FilePath, runs: [String], _ description: String) throws(StorageError) {
    self.path = path
    // Of two processes with one folder, one gets it; it says what the series is before it makes the other folders.
    for (index, run) in runs.enumerated() {
      guard try Folder.createNew(path.appending(run)) else { throw RunDirectory.isTaken(path) }
      if index == 0 { try AtomicFile.write(description, to: Self.description(in: path)) }
    }
  }

  /// The page that compares the runs.
  package var report: FilePath { path.appending(Self.reportName) }

  /// The name of the page in the folder.
  package static let reportName = "report.html"

  /// The runs in the folder `path`, by name and number; none if it is the folder of one run, or of something else.
  ///
  /// - Throws: `inputMissing` if the folder cannot be read.
  package static func runs(in path: FilePath) throws(StorageError) -> [RunDirectory] {
    let names = try RunDirectory.names(in: path)
    guard !RunDirectory.isRun(names) else { return [] }
    let ordered = names.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
    return ordered.compactMap { try? RunDirectory(reading: path.appending($0)) }
  }

  /// The path of the folder of the run of that name.
  package func run(_ name: String) -> FilePath { path.appending(name) }

  /// Removes what a killed process left half-written of the files of the series, and nothing that others write beside them.
  ///
  /// - Throws: `cannotCreate`, `inputOutput`.
  package func removeLeftovers() throws(StorageError) {
    let names = Set([results, report, Self.description(in: path)].compactMap { $0.lastComponent?.string })
    try AtomicFile.removeStale(in: path, of: names.contains)
  }
}
