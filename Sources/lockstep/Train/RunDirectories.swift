import Checkpoints
import Network
import SystemPackage
import Training

/// Where the runs of one command put their files: one run in a `RunDirectory`, several in those of a `SeriesDirectory`.
enum RunDirectories {
  case single(RunDirectory)
  case series(SeriesDirectory)

  /// Makes the folders, or as many of them as are missing.
  ///
  /// - Parameter architecture: of the runs, which a series keeps.
  init(_ plan: TrainingPlan, _ architecture: Architecture) throws {
    let names = plan.runs.map(\.folder)
    let model = plan.request.configuration.model
    switch plan.place {
    case .new(let path) where plan.isSeries:
      let text = try SeriesRecord(plan.request, architecture: architecture.keras3JSON()).text()
      self = .series(
        try path.map { try SeriesDirectory(creating: FilePath($0), runs: names, description: text) }
          ?? SeriesDirectory(model: model, runs: names, description: text))
    case .new(let path):
      self = .single(try path.map { try RunDirectory(creating: FilePath($0)) } ?? RunDirectory(model: model))
    case .existing(let path) where plan.isSeries:
      self = .series(try SeriesDirectory(resuming: FilePath(path), runs: names))
    case .existing(let path): self = .single(try Self.directory(FilePath(path), plan.runs.first?.start ?? .new))
    }
  }

  /// The folder that holds all: what `--resume` takes.
  var path: FilePath {
    switch self {
    case .single(let directory): directory.path
    case .series(let series): series.path
    }
  }

  /// The folder of one run.
  func directory(of run: PlannedRun) throws(StorageError) -> RunDirectory {
    switch self {
    case .single(let directory): directory
    case .series(let series): try Self.directory(series.run(run.folder), run.start)
    }
  }

  private static func directory(_ path: FilePath, _ start: RunStart) throws(StorageError) -> RunDirectory {
    switch start {
    case .new: try RunDirectory(creating: path)
    case .anew, .resumed, .finished: try RunDirectory(resuming: path)
    }
  }

  /// Writes the results of several runs.
  func write(_ table: SeriesTable) throws(StorageError) {
    guard case .series(let series) = self else { return }
    try AtomicFile.write(table.csvLines.joined(separator: "\n") + "\n", to: series.results)
  }
}
