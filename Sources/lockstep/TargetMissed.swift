import ExitCodes
import Foundation

/// The accuracy is less than what was asked for.
struct TargetMissed: ProgramError {
  let description: String

  /// - Parameter name: which accuracy it is.
  init(_ name: String, _ accuracy: Double, target: Double) {
    description =
      "the \(name) is \(String(format: "%.4f", accuracy)), less than the target of \(target). Train longer, or with "
      + "another model."
  }

  var exitStatus: ExitStatus { .targetMissed }
  var isShared: Bool { true }
}
