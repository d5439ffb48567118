import Checkpoints
package import Collectives
import CounterRandom
import FashionMNIST
import KernelInterface
package import Network

/// Data-parallel training: the same on every rank, step by step.
package final class TrainingLoop {
  package let configuration: TrainingConfiguration
  package let state: TrainingState
  private let data: TrainingData
  private let communicator: any Communicator
  private let team: WorkerTeam
  private let together: FailTogether
  private let workers: [LeafWorker]
  private let exchange: GradientExchange
  private let evaluation: Evaluation
  private let generator: Philox
  private let clock = ContinuousClock()
  /// Where the time of this rank's first thread goes; nil unless it was asked for.
  package let ledger: TimeLedger?

  /// - Parameter isProfiled: keeps a ledger.
  package init(
    _ configuration: TrainingConfiguration, state: TrainingState, data: TrainingData, communicator: any Communicator,
    team: WorkerTeam, together: FailTogether, isProfiled: Bool = false
  ) throws {
    let ledger = isProfiled ? TimeLedger(stages: state.network.stageNames.count) : nil
    self.ledger = ledger
    let network = state.network
    let tree = SumTree(leafCount: configuration.shards)
    self.configuration = configuration
    self.state = state
    self.data = data
    self.communicator = communicator
    self.team = team
    self.together = together
    generator = Philox(seed: configuration.seed)
    workers = (0..<team.count).map {
      LeafWorker(
        network: network, images: data.training, schedule: data.schedule, tree: tree,
        shards: data.ownership.shards.part($0, of: team.count), ledger: $0 == 0 ? ledger : nil)
    }
    exchange = try GradientExchange(
      communicator: communicator, tree: tree, workers: workers, reduction: configuration.reduction,
      kernels: network.kernels)
    evaluation = Evaluation(network: network, communicator: communicator, team: team, shards: configuration.shards)
  }

  /// Trains all epochs, and scores the test images at the end. Collective.
  ///
  /// - Throws: ``TrainingError`` where the loss is no longer a number; what the observer throws, on all ranks.
  package func run(_ observer: inout some TrainingObserver) throws -> RunRecord {
    let start = clock.now
    var epochs: [EpochRecord] = []
    ledger?.clear()
    try together("starting the run") { try observer.runStarted() }
    ledger?.book(.recording)
    prepareParameters()
    ledger?.book(.preparation)
    for epoch in 0..<configuration.epochs {
      let record = try trainEpoch(epoch, &observer)
      epochs.append(record)
      try together("recording epoch \(record.epoch)") { try observer.epochEnded(record, state: state) }
      ledger?.book(.recording)
    }
    let lastScore = configuration.validationData == .test ? epochs.last?.validation : nil
    let record = RunRecord(
      test: try checked(lastScore ?? score(data.test)),
      weightsSHA256: WeightsDigest.hexadecimal(of: state.weightTensors), epochs: epochs, seconds: seconds(since: start))
    try together("recording the result") { try observer.runEnded(record, state: state) }
    ledger?.book(.recording)
    return record
  }

  private func trainEpoch(_ epoch: Int, _ observer: inout some TrainingObserver) throws -> EpochRecord {
    let start = clock.now
    let order = BatchOrder(seed: configuration.seed, shuffle: configuration.shuffle)
    team.run { [workers] worker in workers[worker].beginEpoch(epoch, order: order) }
    for step in 0..<data.schedule.stepsPerEpoch {
      try takeStep(step, epoch: epoch)
      observer.stepEnded(progress(step: step, epoch: epoch, since: start))
    }
    let training = try trainingScore()
    let trainingSeconds = seconds(since: start)
    state.epoch = epoch + 1
    _ = try checked(training)
    // The training losses are taken before each step; only validation sees what the last one did.
    let validation = try data.validation.map { try checked(score($0)) }
    return EpochRecord(
      epoch: epoch + 1, training: training, validation: validation, trainingSeconds: trainingSeconds,
      seconds: seconds(since: start))
  }

  /// One step: every leaf's gradient, their sum over all ranks, Adam.
  private func takeStep(_ step: Int, epoch: Int) throws(CommunicationError) {
    let draw = RandomDraw(generator: generator, epoch: epoch)
    let weights = state.weights
    ledger?.book(.other)
    team.run { [workers] worker in workers[worker].computeGradients(step: step, weights: weights, draw: draw) }
    ledger?.book(.threads)
    try exchange.sum(with: team)
    ledger?.book(.exchange)
    state.step += 1
    update(images: data.schedule.images(step: step))
    ledger?.book(.optimizer)
    prepareParameters()
    ledger?.book(.preparation)
  }

  private func update(images: Int) {
    let (adam, t, parts) = (state.adam, state.step, team.count)
    let (parameters, gradientSum) = (state.weights.parameters.view, exchange.gradientSum)
    team.run { part in
      adam.step(
        t, parameters: parameters, gradientSum: gradientSum, images: images,
        range: (0..<parameters.count).part(part, of: parts))
    }
  }

  private func prepareParameters() {
    let (state, parts) = (state, team.count)
    team.run { part in
      state.network.prepare(state.weights, part: part, of: parts)
    }
  }

  /// The score itself; throws where its loss is not a number, which is the same on all ranks.
  private func checked(_ score: LeafScore) throws(TrainingError) -> LeafScore {
    guard score.lossSum.isFinite else { throw .lossIsNotANumber(epoch: state.epoch, step: state.step) }
    return score
  }

  private func score(_ set: EvaluationSet) throws(CommunicationError) -> LeafScore {
    ledger?.book(.other)
    defer { ledger?.book(.evaluation) }
    return try evaluation.score(set, weights: state.weights)
  }

  /// The epoch's score over all shards. Collective.
  private func trainingScore() throws(CommunicationError) -> LeafScore {
    let own = workers.flatMap { worker in zip(worker.shards, worker.scores).map { (shard: $0, score: $1) } }
    return try ScoreSum.total(
      of: own, tree: SumTree(leafCount: configuration.shards), communicator: communicator)
  }

  private func progress(step: Int, epoch: Int, since start: ContinuousClock.Instant) -> StepProgress {
    var score = LeafScore()
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

/// Why training cannot go on.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
  case lossIsNotANumber(epoch: Int, step: Int)

  package var description: String {
    switch self {
    case .lossIsNotANumber(let epoch, let step):
      "the loss of epoch \(epoch) (up to step \(step)) is not a finite number: training has diverged. "
        + "Try a smaller --learning-rate; the run directory has the checkpoints of the epochs before."
    }
  }
}
