package import ExitCodes

/// A run was asked to stop, and has saved where it stands. All ranks throw the same.
package struct RunStopped: ProgramError, Equatable {
  package let position: RunPosition

  package var exitStatus: ExitStatus { .interrupted }
  package var isShared: Bool { true }

  package var description: String {
    "stopped after step \(position.step), in epoch \(position.epoch + 1); the checkpoint is saved"
  }
}
