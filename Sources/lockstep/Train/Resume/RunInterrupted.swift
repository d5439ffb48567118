import ExitCodes
import SystemPackage
import TextTables
import Training

/// A run was asked to stop, and says how it can go on.
struct RunInterrupted: ProgramError {
  let description: String

  /// - Parameter path: of the run's folder, or of its series'.
  init(_ stopped: RunStopped, in path: FilePath) {
    let signal = Interruption.signalName.map { "\($0): " } ?? ""
    description = "\(signal)\(stopped). To go on: lockstep train --resume \(path.string.shellWord)"
  }

  var exitStatus: ExitStatus { .interrupted }
  var isShared: Bool { true }
}
