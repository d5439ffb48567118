import Checkpoints
package import Collectives
import CounterRandom
import FashionMNIST
package import KernelInterface
package import Network

/// Data-parallel training: the same on every rank, step by step.
package final class TrainingLoop {
  package let configuration: TrainingConfiguration
  package let state: TrainingState
  /// How the gradients of the ranks come together.
  package let exchangePath: ExchangePath
  /// Where the time of this rank's first thread goes; nil unless it was asked for.
  package let ledger: TimeLedger?
  private let data: TrainingData
  private let communicator: any Communicator
  private let team: WorkerTeam
  private let together: FailTogether
  private let workers: [LeafWorker]
  private let step: TrainingStep
  private let evaluation: Evaluation
  /// The weights of the best epoch; nil where they are not wanted.
  private let bestWeights: FloatBuffer?
  private let generator: Philox
  private let clock = ContinuousClock()

  /// Makes everything that a step needs; a step allocates nothing. Collective.
  ///
  /// - Parameters:
  ///   - initial: the initial parameters, the same on all ranks.
  ///   - exchange: how gradients come together; where ranks cannot share memory, `auto` sends messages.
  ///   - isProfiled: keeps a ledger.
  /// - Throws: ``ExchangeError`` if shared memory was asked for and there is none; `CommunicationError`.
  package init(
    _ configuration: TrainingConfiguration, network: Network, initial: FloatBuffer, data: TrainingData,
    communicator: any Communicator, exchange: ExchangeMode = .auto, team: WorkerTeam, together: FailTogether,
    isProfiled: Bool = false
  ) throws {
    (self.configuration, self.data, self.communicator) = (configuration, data, communicator)
    (self.team, self.together) = (team, together)
    ledger = isProfiled ? TimeLedger(stages: network.stageNames.count) : nil
    let assembly = try StepAssembly(
      configuration, network: network, initial: initial, data: data, communicator: communicator, exchange: exchange,
      team: team, ledger: ledger)
    (state, workers, step) = (assembly.state, assembly.workers, assembly.step)
    exchangePath = ExchangePath(assembly.gradients.memory.group)
    generator = Philox(seed: configuration.seed)
    bestWeights = configuration.earlyStopping.restoreBestWeights ? FloatBuffer(count: initial.count) : nil
    evaluation = Evaluation(
      network: network, communicator: communicator, team: team, shards: configuration.shards,
      augmentation: configuration.testAugmentation)
  }

  /// Trains all epochs, and scores the test images at the end. Collective.
  ///
  /// The scores that end a run early are the same on all ranks.
  ///
  /// - Throws: ``TrainingError`` where the loss or a weight is no longer a number; what the observer throws, on all ranks.
  package func run(_ observer: inout some TrainingObserver) throws -> TrainingResult {
    let start = clock.now
    var epochs: [EpochRecord] = []
    var best = BestEpoch(configuration.earlyStopping)
    var stopsEarly = false
    ledger?.clear()
    try ledger.measure(.recording) { try together("starting the run") { try observer.runStarted() } }
    for epoch in 0..<configuration.epochs where !stopsEarly {
      var record = try trainEpoch(epoch, &observer)
      stopsEarly = judge(&record, &best) && epoch + 1 < configuration.epochs
      epochs.append(record)
      try ledger.measure(.recording) {
        try together("recording epoch \(record.epoch)") { try observer.epochEnded(record, state: state) }
      }
    }
    // Without an epoch there is no best one, and the initial weights are the result.
    if let bestWeights, best.epoch != nil { try step.replaceResult(with: bestWeights.view) }
    let last = bestWeights == nil ? epochs.last : epochs.last(where: \.isBest)
    let lastScore = configuration.validationData == .test ? last?.validation : nil
    let record = TrainingResult(
      test: try checked(lastScore ?? score(data.test, observer.evaluationWatch(epoch: nil))),
      weightsSHA256: WeightsDigest.hexadecimal(of: state.resultTensors), epochs: epochs, stoppedEarly: stopsEarly,
      lastEpoch: last?.epoch ?? 0, seconds: seconds(since: start))
    try ledger.measure(.recording) {
      try together("recording the result") { try observer.runEnded(record, state: state) }
    }
    return record
  }

  /// What the result of the run says of each test image, over all ranks. Collective.
  ///
  /// To be called after the run.
  package func testPredictions() throws(CommunicationError) -> Predictions {
    try evaluation.predictions(data.test, parameters: state.result)
  }

  /// Compares an epoch with those before, and keeps its weights where they may be wanted at the end.
  ///
  /// - Returns: whether training should end.
  private func judge(_ record: inout EpochRecord, _ best: inout BestEpoch) -> Bool {
    guard let value = record.value(of: configuration.earlyStopping.monitor) else { return false }
    let verdict = best.judge(value, epoch: record.epoch)
    record.isBest = verdict.isBest
    if verdict.isBest { bestWeights?.view.copy(from: state.result.view) }
    return verdict.stops
  }

  private func trainEpoch(_ epoch: Int, _ observer: inout some TrainingObserver) throws -> EpochRecord {
    let start = clock.now
    let order = BatchOrder(seed: configuration.seed, shuffle: configuration.shuffle)
    team.run { [workers] worker in workers[worker].beginEpoch(epoch, order: order) }
    let draw = RandomDraw(generator: generator, epoch: epoch)
    var penalties = 0.0
    for step in 0..<data.schedule.stepsPerEpoch {
      let optimizerStep = optimizerStep(step)
      penalties += try self.step.take(step, optimizerStep, draw: draw) * Double(optimizerStep.images)
      observer.stepEnded(progress(step: step, epoch: epoch, since: start))
    }
    var training = try trainingScore()
    training.lossSum += penalties
    let trainingSeconds = seconds(since: start)
    state.epoch = epoch + 1
    _ = try checked(training)
    // A rectifier may hide a weight that is no number from the loss; and no loss has been computed with the last step's weights.
    try state.requireFinite()
    // Training losses are computed before each step's update, so only validation sees the weights after the last one.
    let validation = try data.validation.map {
      try checked(score($0, observer.evaluationWatch(epoch: epoch + 1)))
    }
    return EpochRecord(
      epoch: epoch + 1, training: training, validation: validation, trainingSeconds: trainingSeconds,
      seconds: seconds(since: start))
  }

  /// The epoch's step number `step` as the optimiser sees it.
  private func optimizerStep(_ step: Int) -> OptimizerStep {
    let schedule = data.schedule
    let factor = configuration.schedule.factor(
      step: state.step, stepsPerEpoch: schedule.stepsPerEpoch, epochs: configuration.epochs)
    return OptimizerStep(
      number: state.step + 1, images: schedule.images(step: step),
      leaves: schedule.filledSlices(step: step, shards: 0..<schedule.partition.shards),
      learningRate: configuration.optimizer.learningRate * factor)
  }

  /// The score itself; throws where its loss is not a number, which is the same on all ranks.
  private func checked(_ score: Score) throws(TrainingError) -> Score {
    guard score.lossSum.isFinite else { throw .lossIsNotANumber(epoch: state.epoch, step: state.step) }
    return score
  }

  private func score(_ set: EvaluationSet, _ watch: EvaluationWatch?) throws(CommunicationError) -> Score {
    try ledger.measure(.evaluation) { () throws(CommunicationError) in
      try evaluation.score(set, parameters: state.result, watch: watch)
    }
  }

  /// The epoch's score over all shards. Collective.
  private func trainingScore() throws(CommunicationError) -> Score {
    communicator.heartbeat?.beat(.scores)
    let own = workers.flatMap { worker in zip(worker.shards, worker.scores).map { (shard: $0, score: $1) } }
    return try ScoreSum.total(
      of: own, tree: SumTree(leafCount: configuration.shards), communicator: communicator)
  }

  private func progress(step: Int, epoch: Int, since start: ContinuousClock.Instant) -> StepProgress {
    var score = Score()
    for worker in workers { for part in worker.scores { score.add(part) } }
    return StepProgress(
      epoch: epoch + 1, step: step + 1, steps: data.schedule.stepsPerEpoch, seconds: seconds(since: start),
      partialScore: score,
      imagesSoFar: min((step + 1) * configuration.batchSize, data.schedule.partition.images))
  }

  private func seconds(since start: ContinuousClock.Instant) -> Double {
    let duration = clock.now - start
    return Double(duration.components.seconds) + 1e-18 * Double(duration.components.attoseconds)
  }
}
