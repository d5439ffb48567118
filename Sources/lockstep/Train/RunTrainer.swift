import Checkpoints
import Collectives
import Foundation
import InputFiles
import Network
import RunPhases
import RunRecords
import Training

/// Trains one run, as the options say that do not decide its result, and writes and prints what it comes to.
struct RunTrainer {
  let compute: ComputeOptions
  let exchange: ExchangeOption
  let guards: GuardOptions
  let output: OutputOptions
  let checkpoints: CheckpointOptions
  let progress: ProgressOptions

  /// Whether the ranks of a host may share memory.
  var sharesMemory: Bool { exchange.exchange != .messages }

  /// Collective.
  ///
  /// - Parameters:
  ///   - start: how it begins.
  ///   - directory: where to, on the rank that writes; nil on the others.
  ///   - isAlone: the results are those of the command; of several runs there is a table.
  ///   - fork: the checkpoint of another run that the weights are from.
  func train(
    _ setup: TrainingSetup, _ start: RunStart, in directory: RunDirectory?, isAlone: Bool, fork: CheckpointOrigin?,
    _ context: RankContext
  ) throws -> RunOutcome {
    let loop = try TrainingLoop(
      setup.configuration, network: setup.network, initial: setup.initial, data: setup.data,
      communicator: context.communicator, exchange: exchange.exchange, team: WorkerTeam(count: setup.threads),
      together: context.together, isProfiled: output.profile, resuming: setup.resuming,
      checkpointSteps: checkpoints.checkpointEvery.steps, guards: guards.settings)
    guard let directory else {
      var observer = SilentObserver { Interruption.take() }
      let result = try loop.run(&observer)
      _ = try profiles(of: loop, context)
      if output.report { _ = try loop.testPredictions() }
      return RunOutcome(result)
    }
    var description = try RunDescription(
      setup, communicator: context.communicator, exchange: loop.exchangePath, forkedFrom: fork)
    description.binding = setup.binding?.text
    var recorder = try RunDirectoryWriter(
      description, network: setup.network, directory: directory, start: start, checkpoints: checkpoints,
      progress: progress.style(context.environment), isSilent: progress.isSilent)
    let result = try loop.run(&recorder)
    let profiles = try profiles(of: loop, context)
    try recorder.record(profiles)
    let printed = Result {
      StandardError.line("run directory: \(directory.path.printable)")
      if isAlone { try StandardOutput.results(result.figures) }
      if !profiles.isEmpty { try StandardOutput.text(ProfileTable(profiles).text) }
    }
    // Results are printed before the page is made, and a failure of either does not prevent the other.
    if output.report {
      let predictions = try loop.testPredictions()
      context.communicator.heartbeat.enter(.ending)
      context.communicator.heartbeat?.beat("writing the report")
      ReportWriter(directory, compute, context.environment).write(predictions)
    }
    try printed.get()
    return RunOutcome(result)
  }

  /// Where every rank's time went, in rank order; empty unless it was asked for. Collective.
  private func profiles(of loop: TrainingLoop, _ context: RankContext) throws -> [RankProfile] {
    guard let ledger = loop.ledger else { return [] }
    let own = try JSONEncoder().encode(RankProfile(ledger, stageNames: loop.state.network.stageNames))
    return try context.communicator.gatherBytes(Array(own)).map {
      try JSONDecoder().decode(RankProfile.self, from: Data($0))
    }
  }
}

extension RunOutcome {
  fileprivate init(_ result: TrainingResult) {
    self.init(result.figures, validation: result.validation.map { MeanScore($0) })
  }
}

extension StandardOutput {
  /// Prints what one run came to.
  static func results(_ figures: ResultFigures) throws(OutputError) {
    try text(
      """
      test loss: \(String(format: "%.4f", figures.test.loss))
      test accuracy: \(String(format: "%.4f", figures.test.accuracy))
      weights sha256: \(figures.weightsSHA256)
      images/s: \(String(format: "%.0f", figures.imagesPerSecond))

      """)
  }
}
