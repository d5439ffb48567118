import ExitCodes
import SystemPackage
import TextTables
import Training

/// A run was asked to stop, and says how it can go on.
struct RunInterrupted: ProgramError {
  let description: String

  /// - Parameters:
  ///   - path: of the run's folder, or of its series'.
  ///   - signals: the name of the signal that each rank got, if any.
  init(_ stopped: RunStopped, in path: FilePath, signals: [String]) {
    let reason = Self.reason(signals).map { "\($0): " } ?? ""
    description = "\(reason)\(stopped). To go on: lockstep train --resume \(path.string.shellWord)"
  }

  /// The signal, with the rank where one alone has got it.
  private static func reason(_ signals: [String]) -> String? {
    guard let rank = signals.firstIndex(where: { !$0.isEmpty }) else { return nil }
    let isOfOne = signals.count > 1 && signals.count { !$0.isEmpty } == 1
    return signals[rank] + (isOfOne ? " to rank \(rank)" : "")
  }

  var exitStatus: ExitStatus { .interrupted }
  var isShared: Bool { true }
}
