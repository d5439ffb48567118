import Checkpoints
import ExitCodes
import InputFiles
import SystemPackage
import TextTables
import Training

/// Decides what a call of `train` is to do, from its options and from what is there: on the first rank.
struct TrainingPlanner {
  private let given: GivenTraining
  private let check: OptionCheck
  private let continuation: RunContinuation
  private let say: (String) -> Void

  /// - Parameter say: is told what was decided, and what is wrong with checkpoints that are passed over.
  init(_ given: GivenTraining, say: @escaping (String) -> Void) {
    (self.given, self.say) = (given, say)
    check = OptionCheck(given)
    continuation = RunContinuation(environment: given.environment, say: say)
  }

  func plan() throws -> TrainingPlan {
    if given.resume.isAuto { return try automatic(in: FilePath(given.outputDir ?? "")) }
    guard let named = given.resume.named else { return try fresh() }
    let path = FilePath(named)
    return try given.resume.fork ? RunFork(given: given, say: say).plan(path) : resumed(path)
  }

  /// New runs, as the options say.
  private func fresh() throws -> TrainingPlan {
    let (request, images) = try given.request()
    return TrainingPlan(
      request: request, place: .new(given.outputDir), runs: request.runs.map { PlannedRun($0, .new) }, images: images)
  }

  /// The run or series in a folder if it has begun, or a new one.
  private func automatic(in path: FilePath) throws -> TrainingPlan {
    switch try RunDirectory.content(of: path) {
    case .nothing:
      say("\(path.printable) holds no run; a new one begins")
      return try fresh()
    // Refused as ever, when the folder is made.
    case .file, .other: return try fresh()
    case .run: return try automatic(FoundRun(path))
    case .series:
      let record = try SeriesRecord(reading: SeriesDirectory.description(in: path))
      try requireSame(
        given.request(recorded: record.request).request, as: record.request, of: path, record.architecture)
      return try continuation.plan(record, in: path)
    }
  }

  private func automatic(_ found: FoundRun) throws -> TrainingPlan {
    let path = found.directory.path
    let hasBegun = found.outcome != nil || found.checkpoint != nil
    let (request, images) = try given.request(recorded: hasBegun ? found.request : nil)
    guard hasBegun, let recorded = found.request else {
      if request.isSeries { throw RunDirectory.isTaken(path) }
      continuation.sayFaults(of: found)
      say("\(path.printable) holds no valid checkpoint; its run begins anew")
      return TrainingPlan(
        request: request, place: .existing(path.string), runs: request.runs.map { PlannedRun($0, .anew) },
        images: images)
    }
    try requireSame(request, as: recorded, of: path, found.checkpoint?.checkpoint.run.architecture)
    return try continuation.plan(found)
  }

  private func requireSame(
    _ request: TrainingRequest, as recorded: TrainingRequest, of path: FilePath, _ architecture: String?
  ) throws {
    try check.require(
      request, as: recorded, of: path, architecture: architecture,
      advice: "Give the run's own options to go on with it, or another --output-dir to begin a new one.")
  }

  /// The run or series that is named.
  private func resumed(_ path: FilePath) throws -> TrainingPlan {
    switch try RunDirectory.content(of: path) {
    case .nothing, .other: throw ResumeError.noRun(path)
    case .file: return try resumed(file: path)
    case .run:
      try requireOwnFolder(path)
      let found = try FoundRun(path)
      if let request = found.request { try check.requireSame(as: request, of: path) }
      return try continuation.plan(found)
    case .series:
      try requireOwnFolder(path)
      let record = try SeriesRecord(reading: SeriesDirectory.description(in: path))
      try check.requireSame(as: record.request, of: path)
      return try continuation.plan(record, in: path)
    }
  }

  /// Goes on from one checkpoint: in the folder of its run, or in a new one if it lies elsewhere.
  private func resumed(file: FilePath) throws -> TrainingPlan {
    let checkpoint = try Checkpoint(reading: file)
    guard let path = RunDirectory.folder(ofCheckpoint: file) else {
      let found = try FoundCheckpoint(checkpoint, file)
      try check.requireSame(as: found.request, of: file)
      return try continuation.plan(found.request, .new(given.outputDir), from: found)
    }
    try requireOwnFolder(path)
    let run = try FoundRun(path)
    guard run.outcome == nil else { return try continuation.plan(run) }
    let found = try FoundCheckpoint(checkpoint, file, of: run.description?.expected)
    let request = run.description?.request ?? found.request
    try check.requireSame(as: request, of: path)
    return try continuation.plan(request, .existing(path.string), from: found)
  }

  /// Throws where the files of a run that goes on are asked for in another folder.
  private func requireOwnFolder(_ path: FilePath) throws(ResumeError) {
    guard let folder = given.outputDir, FilePath(folder).lexicallyNormalized() != path.lexicallyNormalized() else {
      return
    }
    throw ResumeError(
      .usage,
      "--output-dir \(folder.printable()): a run goes on in its own folder, \(path.printable). Leave the option out, or add "
        + "--fork to begin a new run from its weights.")
  }
}
