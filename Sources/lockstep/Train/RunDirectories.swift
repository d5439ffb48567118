import Checkpoints
import SystemPackage

/// Where the runs of one command put their files: one run in a `RunDirectory`, several in those of a `SeriesDirectory`.
enum RunDirectories {
  case single(RunDirectory)
  case series(SeriesDirectory)

  /// Makes the folders.
  ///
  /// - Parameter path: the folder; nil for a new one with a name of its own.
  init(_ runs: [SeriesRun], _ path: String?, model: String) throws(StorageError) {
    let names = runs.map(\.folder)
    switch (path.map { FilePath($0) }, runs.count) {
    case (let path?, 1): self = .single(try RunDirectory(creating: path))
    case (let path?, _): self = .series(try SeriesDirectory(creating: path, runs: names))
    case (nil, 1): self = .single(try RunDirectory(model: model))
    case (nil, _): self = .series(try SeriesDirectory(model: model, runs: names))
    }
  }

  /// The folder of one run.
  func directory(of run: SeriesRun) throws(StorageError) -> RunDirectory {
    switch self {
    case .single(let directory): directory
    case .series(let series): try series.run(run.folder)
    }
  }

  /// Writes the results of several runs.
  func write(_ table: SeriesTable) throws(StorageError) {
    guard case .series(let series) = self else { return }
    try AtomicFile.write(table.csvLines.joined(separator: "\n") + "\n", to: series.results)
  }
}
