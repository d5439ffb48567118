import Checkpoints
import ExitCodes
import InputFiles
import SystemPackage
import TextTables

/// Why a run cannot go on as it was asked to.
struct ResumeError: ProgramError {
  let exitStatus: ExitStatus
  let description: String

  init(_ exitStatus: ExitStatus, _ description: String) {
    self.exitStatus = exitStatus
    self.description = description
  }

  /// The options given are not those of the run.
  static func otherOptions(_ differences: [OptionDifference], than run: FilePath, advice: String) -> ResumeError {
    let most = 20
    let lines = differences.prefix(most).map { "  \($0.option): the run has \($0.recorded), given is \($0.given)" }
    let more = differences.count > most ? ["  and \(differences.count - most) more"] : []
    let text = ["\(run.printable) was begun with other options:"] + lines + more + [advice]
    return ResumeError(.usage, text.joined(separator: "\n"))
  }

  /// There is no checkpoint to go on from.
  static func noCheckpoint(in run: FilePath, faults: [StorageError]) -> ResumeError {
    guard let fault = faults.first else {
      return ResumeError(
        .inputMissing,
        "\(run.printable): the run has no checkpoint yet, so there is nothing to go on from. Begin it again with --resume auto "
          + "--output-dir \(run.printable).")
    }
    return ResumeError(
      .badData,
      "\(run.printable): none of the run's checkpoints is valid, expected one to go on from; the newest: \(fault) Take one from "
        + "a backup, or begin the run again with --resume auto --output-dir \(run.printable).")
  }

  /// There is nothing at a path that a run could go on from.
  static func noRun(_ path: FilePath) -> StorageError {
    StorageError(
      .inputMissing, path, "there is no run, expected the folder of one, or one of its checkpoints",
      advice: "Check the path; to begin a run that is not there yet, use --resume auto --output-dir \(path.printable)")
  }
}
