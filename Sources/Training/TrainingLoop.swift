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
  private let memory: TrainingMemory
  private let workers: [LeafWorker]
  private let exchange: GradientExchange
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
      network: network, communicator: communicator, mode: configuration.reduction == .mpi ? .messages : exchange,
      tree: tree, threads: team.count, leavesAtOnce: leavesAtOnce)
    try memory.initialize(initial)
    (self.configuration, self.data, self.communicator, self.memory) = (configuration, data, communicator, memory)
    (self.team, self.together, self.ledger) = (team, together, ledger)
    state = TrainingState(network: network, adam: configuration.adam, memory: memory)
    exchangePath = ExchangePath(memory.group)
    generator = Philox(seed: configuration.seed)
    workers = (0..<team.count).map { thread in
      let program = plan.programs[memory.group.rank][thread]
      let first = plan.firstSlots[memory.group.rank][thread]
      return LeafWorker(
        network: network, images: data.training, schedule: data.schedule, tree: tree,
        shards: data.ownership.shards.part(thread, of: team.count), program: program,
        slots: Array(memory.slots[first..<first + program.slotCount]), ledger: thread == 0 ? ledger : nil)
    }
    self.exchange = try GradientExchange(
      memory: memory, plan: plan, tree: tree, reduction: configuration.reduction, kernels: network.kernels)
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
    try prepareParameters()
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
    try waitForGroup()
    state.step += 1
    try update(images: data.schedule.images(step: step))
    try waitForGroup()
    try prepareParameters()
  }

  /// Sums this rank's slice of the gradient over all ranks, and takes Adam's step on it.
  private func update(images: Int) throws(CommunicationError) {
    let (adam, t, parts) = (state.adam, state.step, team.count)
    let (parameters, exchange, ledger) = (state.weights.parameters.view, exchange, ledger)
    @Sendable func step(_ range: Range<Int>) {
      adam.step(
        t, parameters: parameters,
        gradientSum: exchange.gradientSum.slice(at: range.lowerBound, count: range.count), images: images,
        range: exchange.slice.lowerBound + range.lowerBound..<exchange.slice.lowerBound + range.upperBound)
    }
    team.run { part in
      let range = exchange.join(part: part, of: parts)
      if part == 0 { ledger?.book(.exchange) }
      if exchange.isLocal { step(range) }
    }
    if !exchange.isLocal {
      try waitForPeers()
      try exchange.transfer(with: team)
      ledger?.book(.exchange)
      team.run { part in step((0..<exchange.slice.count).part(part, of: parts)) }
    }
    ledger?.book(.optimizer)
  }

  private func prepareParameters() throws(CommunicationError) {
    let (state, memory, threads) = (state, memory, team.count)
    team.run { thread in
      let (part, parts) = memory.share(thread, of: threads)
      state.network.prepare(state.weights, part: part, of: parts)
    }
    ledger?.book(.preparation)
    try waitForGroup()
  }

  /// Waits for the ranks that share memory with this one.
  private func waitForGroup() throws(CommunicationError) {
    try memory.wait()
    ledger?.book(.exchangeWait)
  }

  /// Tells waiting from sending in a profile; without one the messages themselves wait.
  private func waitForPeers() throws(CommunicationError) {
    guard let ledger else { return }
    try memory.group.peers.barrier()
    ledger.book(.exchangeWait)
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
