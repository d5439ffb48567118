import Checkpoints
import SystemPackage

/// The command line of a training that may be started several times, each time in the same folder.
struct RestartableTraining {
  /// The folder; nil where it is started once.
  let folder: FilePath?
  private let first: [String]
  private let next: [String]

  /// A training that goes on after each start where the one before has ended.
  ///
  /// - Throws: `cannotCreate` where the folder has to be made and cannot be.
  init(_ command: LaunchedCommand, _ training: LaunchedCommand.Training, isRestarted: Bool) throws {
    guard isRestarted else {
      (folder, first, next) = (nil, command.line, command.line)
      return
    }
    // Chosen here: each start would choose another.
    let folder = try training.folder ?? RunDirectory.newFolder(model: training.model)
    let given =
      (training.folder == nil ? ["--output-dir", folder.string] : []) + StallOptions.shutdown(unlessIn: command.line)
    self.folder = folder
    first = command.line + given
    next = Self.withoutResume(command.line) + given + ["--resume", "auto"]
  }

  /// The program and its arguments.
  func line(isRestart: Bool) -> [String] { isRestart ? next : first }

  /// Without what the first start is to go on from: the others go on from the folder.
  private static func withoutResume(_ line: [String]) -> [String] {
    var (rest, isValue) = ([String](), false)
    for word in line {
      if !isValue, word != "--resume", !word.hasPrefix("--resume="), word != "--fork" { rest.append(word) }
      isValue = !isValue && word == "--resume"
    }
    return rest
  }
}
