package import RunPhases

/// What goes wrong on purpose.
@usableFromInline
package enum FaultKind: String, CaseIterable, Sendable {
  // The process.
  case kill, segfault, exit, abort, stop, delay
  // Numbers in memory: one bit of one float, or a float that is no number.
  case flipGradient = "flip-gradient"
  case flipWeight = "flip-weight"
  case flipReceived = "flip-received"
  case nan
  // Files.
  case diskFull = "disk-full"
  case ioError = "io-error"
  case shortWrite = "short-write"
  case failedFsync = "failed-fsync"
  case failedClose = "failed-close"
  case failedRename = "failed-rename"

  /// Where it can strike.
  package var phases: [RunPhase] {
    switch self {
    case .kill, .segfault, .exit, .abort, .stop, .delay: RunPhase.allCases
    case .flipGradient, .nan: [.gradients]
    case .flipWeight: [.take]
    // From other hosts come gradients, from ranks that share memory parameters too.
    case .flipReceived: [.exchange, .take]
    // Whole files count as the checkpoint, files that only grow as recording.
    case .diskFull, .ioError, .shortWrite: [.checkpoint, .recording]
    case .failedFsync, .failedClose, .failedRename: [.checkpoint]
    }
  }
}
