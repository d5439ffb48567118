package import Foundation
package import SystemPackage

/// The folder of several runs of one kind, each of which has a folder of its own in it.
package struct SeriesDirectory: Equatable, Sendable {
  /// The folder's path.
  package let path: FilePath

  /// A line for each run.
  package var results: FilePath { path.appending("runs.csv") }

  /// Makes the folder `path`, or takes it if it is there and empty, and makes a folder for each run.
  ///
  /// - Throws: `cannotCreate` if it holds anything, is a file, or cannot be made.
  package init(creating path: FilePath, runs: [String]) throws(StorageError) {
    try Folder.create(path)
    guard try Folder.names(in: path, .cannotCreate).isEmpty else { throw RunDirectory.isTaken(path) }
    try self.init(path, runs: runs)
  }

  /// Makes the folder under the name that a run would have, and one for each run.
  ///
  /// - Throws: `cannotCreate`.
  package init(
    model: String, runs: [String], time: Date = .now, timeZone: TimeZone = .current, parent: FilePath = "runs"
  ) throws(StorageError) {
    try self.init(
      RunDirectory.newFolder(model: model, time: time, timeZone: timeZone, parent: parent), runs: runs)
  }

  private init(_ path: FilePath, runs: [String]) throws(StorageError) {
    self.path = path
    // Of two processes with one folder, one gets it.
    for run in runs where try !Folder.createNew(path.appending(run)) { throw RunDirectory.isTaken(path) }
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

  /// Removes what a killed process left half-written of the files of the series, and nothing that others write beside them.
  ///
  /// - Throws: `cannotCreate`, `inputOutput`.
  package func removeLeftovers() throws(StorageError) {
    let names = Set([results, report].compactMap { $0.lastComponent?.string })
    try AtomicFile.removeStale(in: path, of: names.contains)
  }

  /// The folder of the run of that name.
  package func run(_ name: String) throws(StorageError) -> RunDirectory {
    try RunDirectory(creating: path.appending(name))
  }
}
