import Checkpoints
import Encodings
import Foundation
import RunRecords
import Training

/// What a run has recorded before the position where it goes on.
enum RecordedPast {
  /// Leaves of a run's records what is to stay as it begins or goes on; only for the one process that writes the run.
  ///
  /// - Returns: whether there is a record of the run's start.
  static func keep(_ directory: RunDirectory, _ start: RunStart) throws(StorageError) -> Bool {
    switch start {
    case .new, .finished: return false
    case .anew:
      try directory.removeLeftovers()
      try directory.removeRecords()
      return false
    case .resumed(let origin):
      try directory.removeLeftovers()
      return try keep(directory, until: origin.position)
    }
  }

  /// Takes what lies behind a position out of a run's records, and what is damaged, so that nothing stands twice when the run
  /// has gone on from there.
  ///
  /// - Returns: whether there is a record of the run's start.
  private static func keep(_ directory: RunDirectory, until position: RunPosition) throws(StorageError) -> Bool {
    var hasStart = false
    var epochs: [EpochFigures] = []
    var isCut = false
    try LineFile.keepLines(of: directory.metrics) { line in
      guard let record = try? JSONText.value(MetricsRecord.self, of: Data(line)) else { return false }
      let stays =
        switch record {
        case .start: !hasStart
        case .epoch(let epoch): epoch.epoch <= position.epoch && epoch.epoch > epochs.last?.epoch ?? 0
        case .resume(let resume): resume.step <= position.step
        case .end, .profile: false
        case .other: !isCut
        }
      if stays, case .start = record { hasStart = true }
      if stays, case .epoch(let epoch) = record { epochs.append(epoch) }
      if !stays { isCut = true }
      return stays
    }
    // A line of it says nothing that the records do not.
    let lines = [EpochFigures.historyHeader] + epochs.map(\.historyLine)
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: directory.history)
    return hasStart
  }
}
