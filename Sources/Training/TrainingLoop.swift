package import Collectives
import FashionMNIST
package import KernelInterface
package import Network
import RunPhases

/// Data-parallel training: the same on every rank, step by step.
package final class TrainingLoop {
  package let configuration: TrainingConfiguration
  package let state: TrainingState
  /// How the gradients of the ranks come together.
  package let exchangePath: ExchangePath
  /// Each worker's copy of the weights.
  package let weightCopies: [FloatBuffer]
  /// Where the time of this rank's first thread goes; nil unless it was asked for.
  package let ledger: TimeLedger?
  let data: TrainingData
  let communicator: any Communicator
  private let team: WorkerTeam
  let together: FailTogether
  let workers: [LeafWorker]
  private let step: TrainingStep
  private let plan: StepPlan
  let guards: TrainingGuards
  private let evaluation: Evaluation
  /// The weights of the best epoch; nil where they are not wanted.
  let bestWeights: FloatBuffer?
  let clock = ContinuousClock()
  var control: ControlPoints
  /// What the run goes on from, but for the sums of an epoch, which the workers have while it lasts.
  var progress: RunProgress
  /// When this process began to train, and when it began with the epoch.
  var start = ContinuousClock.now
  var epochStart = ContinuousClock.now

  /// Makes everything that a step needs; a step allocates nothing. Collective.
  ///
  /// - Parameters:
  ///   - initial: the initial parameters, the same on all ranks; not used where the run is resumed.
  ///   - exchange: how gradients come together; where ranks cannot share memory, `auto` sends messages.
  ///   - isProfiled: keeps a ledger.
  ///   - resuming: what the run goes on from, the same on all ranks; nil for a new one.
  ///   - checkpointSteps: after multiples of so many steps the ranks ask the observer in any case.
  ///   - guards: how often numbers are checked.
  /// - Throws: ``ExchangeError`` if shared memory was asked for and there is none; `CommunicationError`.
  package init(
    _ configuration: TrainingConfiguration, network: Network, initial: FloatBuffer, data: TrainingData,
    communicator: any Communicator, exchange: ExchangeMode = .auto, team: WorkerTeam, together: FailTogether,
    isProfiled: Bool = false, resuming: ResumePoint? = nil, checkpointSteps: Int? = nil,
    guards: GuardSettings = GuardSettings()
  ) throws {
    (self.configuration, self.data, self.communicator) = (configuration, data, communicator)
    (self.team, self.together) = (team, together)
    ledger = isProfiled ? TimeLedger(stages: network.stageNames.count) : nil
    let assembly = try StepAssembly(
      configuration, network: network, initial: resuming?.weights ?? initial, data: data, communicator: communicator,
      exchange: exchange, team: team, audits: guards.auditEvery != nil, ledger: ledger)
    (state, workers, step) = (assembly.state, assembly.workers, assembly.step)
    plan = StepPlan(configuration, data.schedule)
    self.guards = TrainingGuards(guards, assembly, plan, seed: configuration.seed, communicator, team, ledger)
    weightCopies = assembly.gradients.workers.map(\.parameters)
    exchangePath = ExchangePath(assembly.gradients.memory.group)
    bestWeights = configuration.earlyStopping.restoreBestWeights ? FloatBuffer(count: initial.count) : nil
    evaluation = Evaluation(
      network: network, communicator: communicator, team: team, shards: configuration.shards,
      augmentation: configuration.testAugmentation)
    control = ControlPoints(communicator, checkpointSteps: checkpointSteps)
    progress = resuming?.progress ?? RunProgress()
    guard let resuming else { return }
    try assembly.restore(resuming)
    if let best = resuming.best { bestWeights?.view.copy(from: best.view) }
  }

  /// Trains all epochs, or those that are left, and scores the test images at the end. Collective.
  ///
  /// The scores that end a run early are the same on all ranks.
  ///
  /// - Throws: ``TrainingError`` where the loss or a weight is no longer a number; ``RunStopped`` where an observer asked for
  ///   that; what the observer throws, on all ranks.
  package func run(_ observer: inout some TrainingObserver) throws -> TrainingResult {
    start = clock.now
    var epochs: [EpochRecord] = []
    ledger?.clear()
    guards.begin()
    try ledger.measure(.recording) { try together("starting the run") { try observer.runStarted() } }
    try meet(&observer)
    while state.epoch < configuration.epochs, !progress.stopsEarly {
      var record = try trainEpoch(&observer)
      judge(&record)
      epochs.append(record)
      communicator.heartbeat.enter(.recording)
      try ledger.measure(.recording) {
        try together("recording epoch \(record.epoch)") { try observer.epochEnded(record, state: state) }
      }
      try meet(&observer)
    }
    // From here on a run that is killed needs no step again.
    try meet(&observer, atLeast: .checkpoint)
    return try end(epochs, &observer)
  }

  /// Scores the weights that the run ends with.
  ///
  /// - Parameter epochs: those that this process has trained.
  private func end(_ epochs: [EpochRecord], _ observer: inout some TrainingObserver) throws -> TrainingResult {
    // Without an epoch there is no best one, and the initial weights are the result.
    if let bestWeights, progress.past.best != nil { try step.replaceResult(with: bestWeights.view) }
    let last = bestWeights == nil ? progress.past.last : progress.past.best
    let lastScore = configuration.validationData == .test ? last?.validation : nil
    let record = TrainingResult(
      test: try checked(lastScore ?? score(data.test, observer.evaluationWatch(epoch: nil))),
      weightsSHA256: state.resultSHA256, epochs: epochs, past: progress.past,
      stoppedEarly: progress.stopsEarly, result: last, seconds: progress.seconds + seconds(since: start))
    communicator.heartbeat.enter(.recording)
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

  /// Compares an epoch with those before, keeps its weights where they may be wanted at the end, and decides whether the run
  /// ends with it.
  private func judge(_ record: inout EpochRecord) {
    if let value = record.value(of: configuration.earlyStopping.monitor) {
      var best = BestEpoch(configuration.earlyStopping, state: progress.best)
      let verdict = best.judge(value, epoch: record.epoch)
      progress.best = best.state
      record.isBest = verdict.isBest
      if verdict.isBest { bestWeights?.view.copy(from: state.result.view) }
      progress.stopsEarly = verdict.stops && record.epoch < configuration.epochs
    }
    progress.past.add(record)
  }

  /// Trains the epoch that follows, or the rest of it, and validates.
  private func trainEpoch(_ observer: inout some TrainingObserver) throws -> EpochRecord {
    let epoch = state.epoch
    beginEpoch()
    let draw = plan.draw(epoch: epoch)
    for step in state.stepInEpoch..<data.schedule.stepsPerEpoch {
      let optimizerStep = plan.optimizerStep(after: state.step)
      progress.penalties += try self.step.take(step, optimizerStep, draw: draw) * Double(optimizerStep.images)
      state.stepInEpoch += 1
      observer.stepEnded(stepProgress)
      try guards.stepTaken(&observer)
      if control.isDue(after: state.step) { try meet(&observer) }
    }
    let trainingSeconds = progress.epochSeconds + seconds(since: epochStart)
    let validationStart = clock.now
    // A validation may take longer than a signal leaves time for.
    try meet(&observer)
    communicator.heartbeat?.beat(.recording)
    var training = try ScoreSum.total(of: shardScores(), tree: SumTree(leafCount: configuration.shards))
    training.lossSum += progress.penalties
    (state.epoch, state.stepInEpoch) = (epoch + 1, 0)
    (progress.penalties, progress.epochSeconds) = (0, 0)
    try guards.epochEnded(training, &observer)
    // Training losses are computed before each step's update, so only validation sees the weights after the last one.
    let validation = try data.validation.map {
      try checked(score($0, observer.evaluationWatch(epoch: epoch + 1)))
    }
    return EpochRecord(
      epoch: epoch + 1, training: training, validation: validation, trainingSeconds: trainingSeconds,
      seconds: trainingSeconds + seconds(since: validationStart))
  }

  /// Draws the order of an epoch; of one that was left in its midst the scores so far are taken over.
  private func beginEpoch() {
    let order = plan.order
    let scores = progress.scores
    team.run { [workers, state] worker in
      workers[worker].beginEpoch(state.epoch, order: order, scores: scores)
    }
    progress.scores = []
    epochStart = clock.now
  }

  /// The score itself; throws where its loss is not a number, which is the same on all ranks.
  private func checked(_ score: Score) throws(TrainingError) -> Score {
    try score.requireFinite(state)
    return score
  }

  private func score(_ set: EvaluationSet, _ watch: EvaluationWatch?) throws(CommunicationError) -> Score {
    try ledger.measure(.evaluation) { () throws(CommunicationError) in
      try evaluation.score(set, parameters: state.result, watch: watch)
    }
  }
}
