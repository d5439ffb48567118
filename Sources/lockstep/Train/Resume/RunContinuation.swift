import Checkpoints
import ExitCodes
import InputFiles
import KernelInterface
import Kernels
import SystemPackage
import TextTables
import Training

/// Plans how runs go on from what they have left in their folders.
struct RunContinuation {
  let environment: [String: String]
  /// Is told what was decided, and what is wrong with checkpoints that are passed over.
  let say: (String) -> Void

  /// A run as it stands: complete, or to go on from its newest checkpoint.
  func plan(_ found: FoundRun) throws -> TrainingPlan {
    let path = found.directory.path
    sayFaults(of: found)
    if let outcome = found.outcome, let request = found.request {
      say("\(path.printable) is complete; there is nothing left to do")
      let run = SeriesRun(alone: request.configuration)
      return TrainingPlan(request: request, place: .existing(path.string), runs: [PlannedRun(run, .finished(outcome))])
    }
    guard let request = found.request, let checkpoint = found.checkpoint else {
      throw ResumeError.noCheckpoint(in: path, faults: found.faults)
    }
    return try plan(request, .existing(path.string), from: checkpoint)
  }

  /// A run that goes on from this checkpoint.
  func plan(
    _ request: TrainingRequest, _ place: TrainingPlan.Place, from found: FoundCheckpoint
  ) throws -> TrainingPlan {
    try requireKernels(found)
    if case .existing(let path) = place { say("\(path.printable()) goes on from \(found.text)") }
    if case .new = place { say("goes on in a new folder from \(found.text)") }
    let run = SeriesRun(alone: found.configuration)
    return TrainingPlan(request: request, place: place, runs: [PlannedRun(run, from: found)])
  }

  /// The runs of a series, each as it stands.
  func plan(_ record: SeriesRecord, in path: FilePath) throws -> TrainingPlan {
    let runs = try record.request.runs.map { run in
      let folder = path.appending(run.folder)
      guard try RunDirectory.content(of: folder) != .nothing else {
        return PlannedRun(run, .new, architecture: record.architecture)
      }
      let found = try FoundRun(folder)
      sayFaults(of: found)
      if let outcome = found.outcome { return PlannedRun(run, .finished(outcome)) }
      guard let checkpoint = found.checkpoint else { return PlannedRun(run, .anew, architecture: record.architecture) }
      try requireKernels(checkpoint)
      say("\(folder.printable) goes on from \(checkpoint.text)")
      return PlannedRun(run, from: checkpoint)
    }
    let finished = runs.count(where: \.isFinished)
    say(
      finished == runs.count
        ? "\(path.printable) is complete; there is nothing left to do"
        : "\(path.printable) goes on: \(finished) of \(runs.count) runs are complete")
    return TrainingPlan(request: record.request, place: .existing(path.string), runs: runs)
  }

  /// Says what is wrong with checkpoints that are passed over.
  func sayFaults(of found: FoundRun) {
    let most = 3
    for fault in found.faults.prefix(most) { say("passed over: \(fault)") }
    if found.faults.count > most { say("passed over: \(found.faults.count - most) more") }
  }

  /// Throws unless this program computes the bits of the kernels that the run began with.
  private func requireKernels(_ found: FoundCheckpoint) throws {
    guard let complaint = RecordedKernels.complaint(family: found.checkpoint.run.kernelFamily) else { return }
    throw ResumeError(.badConfiguration, "\(found.file.printable): \(complaint)")
  }
}
