import Collectives
import KernelInterface
import Network
import RunPhases

/// One step of training on one rank: every leaf's gradient, their sum over all ranks, the optimiser.
///
/// What the threads do is made once, so a step allocates nothing.
final class TrainingStep {
  /// Computes one of a step's passes twice, in some of the steps; nil in none.
  var audit: LeafAudit?
  private let state: TrainingState
  private let memory: TrainingMemory
  private let exchange: GradientExchange
  private let measures: GradientMeasures
  private let team: WorkerTeam
  private let ledger: TimeLedger?
  private let heartbeat: Heartbeat?
  private let inputs: StepInputs
  private let works: StepWorks

  /// - Parameters:
  ///   - workers: this rank's, one for each thread of the team.
  ///   - ledger: of this rank's first thread.
  init(
    state: TrainingState, workers: [LeafWorker], gradients: ExchangeAssembly, team: WorkerTeam, ledger: TimeLedger?
  ) {
    (self.state, memory, exchange) = (state, gradients.memory, gradients.exchange)
    (self.team, self.ledger, inputs) = (team, ledger, StepInputs())
    heartbeat = memory.group.heartbeat
    measures = GradientMeasures(state.optimizer.settings, state.network, memory)
    works = StepWorks(inputs, state: state, workers: workers, gradients: gradients, measures: measures)
  }

  /// Takes the epoch's step number `step`. Collective.
  ///
  /// - Parameter optimizerStep: the same step as the optimiser counts it.
  /// - Returns: the penalty of the weights before the step; 0 where nothing is penalised.
  func take(_ step: Int, _ optimizerStep: OptimizerStep, draw: RandomDraw) throws(CommunicationError) -> Double {
    audit?.choose(step: optimizerStep.number)
    computeGradients(step, optimizerStep, draw: draw)
    try ledger.measure(.checks) { () throws(CommunicationError) in try audit?.run(step, optimizerStep, draw: draw) }
    try addGradients()
    return try changeWeights()
  }

  /// Computes the gradients of all leaves; each worker adds up its own.
  func computeGradients(_ step: Int, _ optimizerStep: OptimizerStep, draw: RandomDraw) {
    (inputs.step, inputs.optimizer, inputs.draw) = (step, optimizerStep, draw)
    inputs.round += 1
    heartbeat.enter(.gradients, step: optimizerStep.number)
    ledger.measure(.threads) { team.run(works.computeGradients) }
  }

  /// Adds what all workers of all ranks have. Collective.
  func addGradients() throws(CommunicationError) {
    heartbeat.enter(.exchange)
    try addInGroup()
    try exchangeBetweenGroups()
  }

  /// Takes the step with the sum. Collective.
  ///
  /// - Returns: the penalty of the weights before.
  func changeWeights() throws(CommunicationError) -> Double {
    heartbeat.enter(.optimise)
    let penalty = try measureAndClip()
    optimize()
    heartbeat.enter(.take)
    try takeParameters()
    heartbeat?.beat(.recording)
    return penalty
  }

  /// Adds the gradients of all workers that share memory.
  private func addInGroup() throws(CommunicationError) {
    try waitForGroup()
    ledger.measure(.exchange) { team.run(works.addInGroup) }
  }

  /// Adds the gradients of all groups, where there are several.
  private func exchangeBetweenGroups() throws(CommunicationError) {
    if exchange.isLocal { return }
    heartbeat?.beat()
    try waitForPeers()
    try ledger.measure(.exchange) { () throws(CommunicationError) in try exchange.transfer(with: team) }
    AlteredNumbers.strike(gradientSum: exchange.gradientSums[0])
  }

  /// Measures the gradient and the weights, where somebody asks, and finds what clips the gradient.
  ///
  /// - Returns: the penalty of the weights.
  private func measureAndClip() throws(CommunicationError) -> Double {
    guard measures.isNeeded else { return 0 }
    ledger.measure(.optimizer) { team.run(works.measure) }
    try waitForGroup()
    return ledger.measure(.optimizer) {
      inputs.optimizer.clipping = measures.clipping
      return measures.penalty
    }
  }

  /// Lets each worker change its own part of the parameters.
  private func optimize() {
    ledger.measure(.optimizer) { team.run(works.optimize) }
    state.step = inputs.optimizer.number
  }

  /// Gives each worker the parameters that the others changed.
  private func takeParameters() throws(CommunicationError) {
    try waitForGroup()
    ledger.measure(.exchange) { team.run(works.takeParameters) }
  }

  /// Gives the result other weights, the same on all ranks. Collective.
  func replaceResult(with weights: FloatView) throws(CommunicationError) {
    // An average is the group's, the trained weights are each worker's own.
    if state.optimizer.averages == nil || memory.group.rank == 0 { state.result.view.copy(from: weights) }
    try waitForGroup()
  }

  /// Waits for the ranks that share memory with this one.
  private func waitForGroup() throws(CommunicationError) {
    try ledger.measure(.exchangeWait) { () throws(CommunicationError) in try memory.wait() }
  }

  /// Waits for the other groups first, so that a profile tells waiting from sending; without a profile messages wait.
  private func waitForPeers() throws(CommunicationError) {
    if ledger == nil { return }
    try ledger.measure(.exchangeWait) { () throws(CommunicationError) in try memory.group.peers.barrier() }
  }
}
