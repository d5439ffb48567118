import Checkpoints
import Reports
import SystemPackage

/// Runs that are compared.
struct ReportedRuns {
  private let runs: [(path: FilePath, run: StoredRun)]
  private let title: String

  /// Reads the runs in folders, each of a run or of a series of them.
  ///
  /// - Throws: `StorageError` if a folder is neither, or a record of a run is damaged.
  init(_ folders: [String]) throws(StorageError) {
    var runs: [(path: FilePath, run: StoredRun)] = []
    for folder in folders.map({ FilePath($0) }) {
      let series = try SeriesDirectory.runs(in: folder)
      // A folder that is neither gets the error of a run.
      for directory in series.isEmpty ? [try RunDirectory(reading: folder)] : series {
        runs.append((directory.path, try StoredRun(directory)))
      }
    }
    self.runs = runs
    let only = folders.count == 1 ? FilePath(folders[0]).lexicallyNormalized().lastComponent?.string : nil
    title = only ?? "\(runs.count) runs"
  }

  /// The page that compares the runs.
  func html() throws -> String {
    let names = runs.map(\.run.name)
    let areDistinct = Set(names).count == names.count
    let figures = try runs.map { path, run in
      try RunFigures(run, name: areDistinct ? run.name : path.lexicallyNormalized().string)
    }
    let remarks = zip(figures, runs).flatMap { figures, run in
      run.run.comparisonRemarks.map { "\(figures.name): \($0)" }
    }
    return try ComparisonPage(
      RunComparison(figures), title: title, remarks: remarks, version: Program.version
    ).html()
  }
}
