package import ArgumentParser
package import ExitCodes
package import Kernels
package import Network
package import Training

// The codes of errors whose modules compute, and know nothing of the process that they compute in.

extension UnusableKernelSet: ProgramError {
  package var exitStatus: ExitStatus { .badConfiguration }
}

extension ArchitectureError: ProgramError {
  package var exitStatus: ExitStatus { kind == .inputMissing ? .inputMissing : .badData }
}

extension MemoryShortage: ProgramError {
  package var exitStatus: ExitStatus { .badConfiguration }
}

extension TrainingError: ProgramError {
  package var exitStatus: ExitStatus { .diverged }
  package var isShared: Bool { true }
}

extension ExchangeError: ProgramError {
  package var exitStatus: ExitStatus { .launchUnusable }
  package var isShared: Bool { true }
}

extension ValidationError: ProgramError {
  package var exitStatus: ExitStatus { .usage }
}
