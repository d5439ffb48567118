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
    let tree = SumTree(leafCount: configuration.shards)
    let ledger = isProfiled ? TimeLedger(stages: network.stageNames.count) : nil
    let leavesAtOnce = network.capacity / max(data.schedule.imagesPerShardAndBatch, 1)
    let (memory, plan) = try TrainingMemory.make(
      size: .init(network), communicator: communicator, mode: configuration.reduction == .mpi ? .messages : exchange,
      tree: tree, threads: team.count, leavesAtOnce: leavesAtOnce)
    try memory.initialize(initial)
    (self.configuration, self.data, self.communicator) = (configuration, data, communicator)
    (self.team, self.together, self.ledger) = (team, together, ledger)
    state = TrainingState(network: network, adam: configuration.adam, memory: memory)
    exchangePath = ExchangePath(memory.group)
    generator = Philox(seed: configuration.seed)
    let workers = (0..<team.count).map { thread in
      let program = plan.programs[memory.group.rank][thread]
      let first = plan.firstSlots[memory.group.rank][thread]
      return LeafWorker(
        network: network, images: data.training, schedule: data.schedule, tree: tree,
        shards: data.ownership.shards.part(thread, of: team.count), program: program,
        slots: Array(memory.slots[first..<first + program.slotCount]), ledger: thread == 0 ? ledger : nil)
    }
    let sum = try GradientExchange(
      memory: memory, plan: plan, tree: tree, reduction: configuration.reduction, kernels: network.kernels)
    self.workers = workers
    step = TrainingStep(state: state, workers: workers, exchange: sum, memory: memory, team: team, ledger: ledger)
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
    try step.prepare()
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
    let draw = RandomDraw(generator: generator, epoch: epoch)
    for step in 0..<data.schedule.stepsPerEpoch {
      try self.step.take(step, images: data.schedule.images(step: step), draw: draw)
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
