import Checkpoints
import ExitCodes
import InputFiles
import SystemPackage
import Training

/// Plans a new run, or several, from the weights of one that is there.
struct RunFork {
  let given: GivenTraining
  /// Is told what was decided.
  let say: (String) -> Void

  /// - Parameter path: of the run's folder, or of one of its checkpoints.
  func plan(_ path: FilePath) throws -> TrainingPlan {
    let (found, recorded) = try source(path)
    guard recorded.configuration.fold == nil else {
      throw ResumeError(
        .usage,
        "\(path.printable) is one fold of a cross-validation, whose options are those of all folds. Begin a run with "
          + "--initial-weights \(found.file.printable).")
    }
    let check = OptionCheck(given)
    var request = try check.changed(recorded, of: path)
    guard request.initialWeights == nil else {
      throw ResumeError(.usage, "--initial-weights: not with --fork, which starts from the weights of a checkpoint")
    }
    request.initialWeights = found.file.string
    say("a new run begins with the weights of \(found.text)")
    let architecture = check.hasModel ? nil : found.checkpoint.run.architecture
    return TrainingPlan(
      request: request, place: .new(given.outputDir),
      runs: request.runs.map { PlannedRun($0, .new, architecture: architecture) },
      images: given.imageCount(request.configuration), fork: CheckpointOrigin(found))
  }

  /// The checkpoint, and what was asked for its run but for the weights that it began with.
  private func source(_ path: FilePath) throws -> (FoundCheckpoint, TrainingRequest) {
    let found: FoundCheckpoint
    var request: TrainingRequest
    switch try RunDirectory.content(of: path) {
    case .file:
      found = try FoundCheckpoint(Checkpoint(reading: path), path)
      let run = try RunDirectory.folder(ofCheckpoint: path).map { try FoundRun($0) }
      request = run?.description?.request ?? found.request
    case .run:
      let run = try FoundRun(path, needsCheckpoint: true)
      for fault in run.faults.prefix(1) { say("passed over: \(fault)") }
      guard let checkpoint = run.checkpoint else { throw ResumeError.noCheckpoint(in: path, faults: run.faults) }
      (found, request) = (checkpoint, run.request ?? checkpoint.request)
    case .series:
      throw ResumeError(
        .usage, "\(path.printable) is a series of runs, of which --fork needs one: name a folder in it.")
    case .nothing, .other: throw ResumeError.noRun(path)
    }
    request.initialWeights = nil
    return (found, request)
  }
}
