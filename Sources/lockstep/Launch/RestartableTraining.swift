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
    let line = command.line + Self.stallCheck(command.line)
    if let folder = Self.ownFolder(training) {
      (self.folder, first) = (folder, line)
      // From one of its checkpoints it goes on once, then from the newest.
      next = training.resume.isAuto ? line : Self.withoutResume(line) + ["--resume", folder.string]
      return
    }
    // Chosen here: each start would choose another.
    let folder = try training.folder ?? RunDirectory.newFolder(model: training.model)
    self.folder = folder
    first = line + (training.folder == nil ? ["--output-dir", folder.string] : [])
    // A new run, whose first start may leave nothing; one that began as another's is found by its name alone.
    next = Self.withoutResume(first) + ["--resume", training.resume.named == nil ? "auto" : folder.string]
  }

  /// The program and its arguments.
  func line(isRestart: Bool) -> [String] { isRestart ? next : first }

  /// The folder of the run that goes on in it; nil for a new run.
  private static func ownFolder(_ training: LaunchedCommand.Training) -> FilePath? {
    guard !training.resume.fork else { return nil }
    if training.resume.isAuto { return training.folder }
    return training.resume.named.flatMap { name in
      let path = FilePath(name)
      return (try? RunDirectory.content(of: path)) == .file ? RunDirectory.folder(ofCheckpoint: path) : path
    }
  }

  /// Without what the first start is to go on from.
  private static func withoutResume(_ line: [String]) -> [String] {
    var (rest, isValue) = ([String](), false)
    for word in line {
      if !isValue, word != "--resume", !word.hasPrefix("--resume="), word != "--fork" { rest.append(word) }
      isValue = !isValue && word == "--resume"
    }
    return rest
  }

  /// Ranks that stand still are no use to anybody: where they can be started again, they end after five minutes.
  private static func stallCheck(_ line: [String]) -> [String] {
    let option = "--stall-check-shutdown-time-seconds"
    return line.contains { $0 == option || $0.hasPrefix(option + "=") } ? [] : [option, "300"]
  }
}
