import Checkpoints
import Collectives
import Network
import Reports
import RunRecords
import Training

/// Does what a plan says: trains each of its runs that is not complete, and tells what all of them came to.
struct PlanExecution {
  let plan: TrainingPlan
  let trainer: RunTrainer
  let context: RankContext
  /// On the rank that writes, once there is something to train.
  private var folders: RunDirectories?
  private var outcomes: [(title: String, outcome: RunOutcome)] = []

  init(_ plan: TrainingPlan, _ trainer: RunTrainer, _ context: RankContext) {
    (self.plan, self.trainer, self.context) = (plan, trainer, context)
  }

  /// Collective.
  mutating func run() throws {
    for run in plan.runs {
      outcomes.append((run.title, try outcome(of: run)))
    }
    if context.isFirst { try tell() }
    try requireTarget()
  }

  private mutating func outcome(of run: PlannedRun) throws -> RunOutcome {
    if case .finished(let outcome) = run.start { return outcome }
    if plan.isSeries, !trainer.progress.isSilent, context.isFirst { StandardError.line("\nRun of \(run.title)") }
    let setup = try TrainingSetup(
      context, model: plan.model(of: run), run.configuration, images: plan.images,
      initialWeights: plan.request.initialWeights, from: run.start.origin, compute: trainer.compute,
      guards: trainer.guards.settings, sharesMemory: trainer.sharesMemory, folder: plan.folder,
      checkpointsToKeep: trainer.checkpoints.keep)
    // Only now is it known that there is something to train.
    let directory = try context.together("creating the output directory") { () throws -> RunDirectory? in
      guard context.isFirst else { return nil }
      if folders == nil {
        let runs = plan.runs.count { !$0.isFinished }
        try OutputRoom.require(setup.fileSizes, runs: runs, in: plan.folder)
      }
      let folders = try folders ?? RunDirectories(plan, setup.network.architecture)
      self.folders = folders
      return try folders.directory(of: run)
    }
    do {
      return try context.communicator.lending {
        try trainer.train(setup, run.start, in: directory, isAlone: !plan.isSeries, fork: plan.fork, context)
      }
    } catch let stopped as RunStopped {
      let signals = try context.communicator.gatherBytes(Array((Interruption.signalName ?? "").utf8))
      throw RunInterrupted(
        stopped, in: folders?.path ?? plan.folder, signals: signals.map { String(decoding: $0, as: UTF8.self) })
    }
  }

  /// Prints the results of runs that were complete before, and those of a series.
  private func tell() throws {
    guard plan.isSeries else {
      if folders == nil, let result = outcomes.first?.outcome.result { try StandardOutput.results(result) }
      return
    }
    let table = SeriesTable(outcomes)
    if let folders {
      try folders.write(table)
      if trainer.output.report { ReportWriter.compare(folders) }
    }
    try StandardOutput.text(table.text)
  }

  /// Throws where the accuracy is less than what was asked for; of several runs the mean, of folds that of validation.
  private func requireTarget() throws(TargetMissed) {
    guard let target = trainer.output.targetAccuracy else { return }
    let isOfFolds = plan.isSeries && plan.request.configuration.fold != nil
    let accuracies = outcomes.map { _, outcome in
      (isOfFolds ? outcome.validation : nil)?.accuracy ?? outcome.result.test.accuracy
    }
    guard let mean = SampleSpread(accuracies).mean, mean < target else { return }
    throw TargetMissed(
      "\(outcomes.count > 1 ? "mean " : "")\(isOfFolds ? "validation" : "test") accuracy", mean, target: target)
  }
}
