import Checkpoints
import Foundation
import SystemPackage

/// The checkpoint files in the folder of a run, or of several: whether a job has come further is seen by them.
struct CheckpointTraces: Equatable {
  private struct File: Hashable {
    let path: String
    let modified: Date?
  }

  private let files: Set<File>

  /// Those that are in `folder` now; none where there is no such folder, or none is known.
  init(_ folder: FilePath?) {
    files = Set(
      Self.runs(in: folder).flatMap { run in
        ((try? CheckpointFolder(run.checkpoints).list()) ?? []).map { path in
          let attributes = try? FileManager.default.attributesOfItem(atPath: path.string)
          return File(path: path.string, modified: attributes?[.modificationDate] as? Date)
        }
      })
  }

  private static func runs(in folder: FilePath?) -> [RunDirectory] {
    guard let folder else { return [] }
    if let run = try? RunDirectory(reading: folder) { return [run] }
    return (try? SeriesDirectory.runs(in: folder)) ?? []
  }

  /// Whether there is one that was not there `before`.
  func hasNewer(than before: CheckpointTraces) -> Bool { !files.isSubset(of: before.files) }
}
