import ExitCodes

/// Why a run cannot be computed again, or in what it differs from its records: the same on all ranks.
struct VerificationError: ProgramError {
  let exitStatus: ExitStatus
  let description: String

  init(_ exitStatus: ExitStatus, _ description: String) {
    self.exitStatus = exitStatus
    self.description = description
  }

  var isShared: Bool { true }
}
