import ArgumentParser
import Benchmarks
import Checkpoints
import Collectives
import FashionMNIST
import Kernels
import Network
import Pictures
import Training

/// The exit codes of the program, those of sysexits.h where it has one; they come out of mpirun unchanged.
enum ExitStatus {
  static let unexpected: Int32 = 1
  static let targetMissed: Int32 = 2
  static let usage: Int32 = 64
  static let badData: Int32 = 65
  static let inputMissing: Int32 = 66
  static let launchUnusable: Int32 = 69
  static let diverged: Int32 = 70
  static let cannotWrite: Int32 = 74
  static let badConfiguration: Int32 = 78

  /// The code for an error of any module.
  static func code(of error: any Error) -> Int32 {
    switch error {
    case let error as DataError:
      switch error.kind {
      case .inputMissing: inputMissing
      case .badData: badData
      case .badConfiguration: usage
      }
    case let error as ArchitectureError: error.kind == .inputMissing ? inputMissing : badData
    case let error as PictureError: error.kind == .inputMissing ? inputMissing : badData
    case let error as StorageError: error.kind.exitCode
    case let error as PhaseFailure: error.exitCode
    case let error as ChildFailure: error.exitCode
    case let error as Interruption: error.exitCode
    case is TargetMissed: targetMissed
    case is UnreadableMetrics: badData
    case is UnusableKernelSet, is MemoryShortage: badConfiguration
    case is TrainingError: diverged
    case is OutputError: cannotWrite
    case is LaunchError, is ExchangeError, is CommunicationError, is ThreadStartError: launchUnusable
    case is ValidationError: usage
    default: unexpected
    }
  }

  /// Whether every rank has the same error at the same place, so that one of them can speak for all.
  static func isShared(_ error: any Error) -> Bool {
    switch error {
    case is PhaseFailure, is TrainingError, is LaunchError, is ExchangeError, is TargetMissed: true
    case let error as DataError: error.kind == .badConfiguration
    default: false
    }
  }
}
