import Collectives
import ExitCodes
import Foundation

/// The ranks cannot work together as they were started.
struct LaunchError: ProgramError {
  let description: String

  var exitStatus: ExitStatus { .launchUnusable }
  var isShared: Bool { true }
}

extension LaunchEnvironment {
  /// Throws unless this process is alone: ranks cannot start ranks.
  func requireAlone(for subject: String) throws(LaunchError) {
    if Self.isAlone(ProcessInfo.processInfo.environment) {
      throw LaunchError(
        description: """
          LOCKSTEP_ALONE=1 is set, so that each rank that \(subject) starts would train alone. Unset it, or run lockstep \
          itself.
          """)
    }
    if let leftover { throw LaunchError(description: leftover) }
    guard let launcher, launcher.speaksMPI || rankCount != 1 else { return }
    throw LaunchError(
      description: "\(subject) was started by \(launcher.name), but starts the ranks itself: run it as a plain process")
  }
}

extension LaunchError {
  /// A program that starts itself again must know its own file.
  static let programUnknown = LaunchError(
    description: "the system does not tell where this program lies: name it with --program")
}
