import Collectives
import KernelInterface
import Network

/// One step of training on one rank: every leaf's gradient, their sum over all ranks, the optimiser.
///
/// What the threads do is made once, so a step allocates nothing.
final class TrainingStep {
  /// What differs from step to step; set between the threads' works.
  private final class StepInputs: @unchecked Sendable {
    /// The step's number in its epoch.
    var step = 0
    var optimizer = OptimizerStep(number: 0, images: 0, leaves: 0, learningRate: 0)
    var draw: RandomDraw?
  }

  private let state: TrainingState
  private let exchange: GradientExchange
  private let memory: TrainingMemory
  private let measures: GradientMeasures
  private let team: WorkerTeam
  private let ledger: TimeLedger?
  private let moment: StepInputs
  private let computeGradients: TeamWork
  /// Adds the gradients of the group, and if there is no other group does with them what follows.
  private let join: TeamWork
  /// Measures the sum of all gradients, or where there is nothing to measure takes the optimiser's step.
  private let measureOrOptimize: TeamWork
  private let optimize: TeamWork
  private let takeParameters: TeamWork

  init(
    state: TrainingState, workers: [LeafWorker], memories: [WorkerMemory], exchange: GradientExchange,
    memory: TrainingMemory, team: WorkerTeam, ledger: TimeLedger?
  ) {
    let moment = StepInputs()
    let measures = GradientMeasures(state.optimizer.settings, state.network, memory)
    (self.state, self.exchange, self.memory, self.measures) = (state, exchange, memory, measures)
    (self.team, self.ledger, self.moment) = (team, ledger, moment)
    computeGradients = TeamWork { worker in
      guard let draw = moment.draw else { preconditionFailure("the step has not begun") }
      let (step, round) = (moment.step, moment.optimizer.number)
      workers[worker].offer(step: step, round: round)
      workers[worker].computeGradients(step: step, round: round, draw: draw)
    }
    /// Measures a worker's own floats, or takes the optimiser's step on them.
    @Sendable func work(as worker: Int, measuring: Bool) {
      let (own, sum) = (memories[worker].own, exchange.gradientSums[worker])
      let parameters = memories[worker].parameters.view
      if measuring {
        measures.measure(parameters: parameters, gradientSum: sum, images: moment.optimizer.images, range: own)
      } else {
        state.optimizer.take(moment.optimizer, parameters: parameters, gradientSum: sum, range: own)
        memories[worker].publishParameters()
      }
    }
    join = TeamWork { worker in
      exchange.join(part: worker)
      if worker == 0 { ledger?.book(.exchange) }
      if exchange.isLocal { work(as: worker, measuring: measures.isNeeded) }
    }
    measureOrOptimize = TeamWork { work(as: $0, measuring: measures.isNeeded) }
    optimize = TeamWork { work(as: $0, measuring: false) }
    let constraints = WeightConstraints(state.network.layout)
    takeParameters = TeamWork { worker in
      memories[worker].takeParameters(state.network.kernels)
      // A norm needs more weights than a worker may own: each brings all of its copy to the same.
      constraints?.apply(to: memories[worker].parameters.view)
    }
  }

  /// Takes the epoch's step number `step`. Collective.
  ///
  /// - Parameter optimizerStep: the same step as the optimiser counts it.
  /// - Returns: the penalty of the weights before the step; 0 where nothing is penalised.
  func take(_ step: Int, _ optimizerStep: OptimizerStep, draw: RandomDraw) throws(CommunicationError) -> Double {
    (moment.step, moment.optimizer, moment.draw) = (step, optimizerStep, draw)
    ledger?.book(.other)
    team.run(computeGradients)
    ledger?.book(.threads)
    try waitForGroup()
    state.step = optimizerStep.number
    team.run(join)
    if !exchange.isLocal {
      try waitForPeers()
      try exchange.transfer(with: team)
      ledger?.book(.exchange)
      team.run(measureOrOptimize)
    }
    if measures.isNeeded {
      ledger?.book(.optimizer)
      try waitForGroup()
      moment.optimizer.clipping = measures.clipping
      team.run(optimize)
    }
    let penalty = measures.penalty
    ledger?.book(.optimizer)
    try waitForGroup()
    team.run(takeParameters)
    ledger?.book(.exchange)
    return penalty
  }

  /// Gives the result other weights, the same on all ranks. Collective.
  func replaceResult(with weights: FloatView) throws(CommunicationError) {
    // An average is the group's, the trained weights are each worker's own.
    if state.optimizer.averages == nil || memory.group.rank == 0 { state.result.view.copy(from: weights) }
    try waitForGroup()
  }

  /// Waits for the ranks that share memory with this one.
  private func waitForGroup() throws(CommunicationError) {
    try memory.wait()
    ledger?.book(.exchangeWait)
  }

  /// Waits for the other groups first, so that a profile tells waiting from sending; without a profile messages wait.
  private func waitForPeers() throws(CommunicationError) {
    guard let ledger else { return }
    try memory.group.peers.barrier()
    ledger.book(.exchangeWait)
  }
}
