import Collectives
import KernelInterface
import Network

/// One step of training on one rank: every leaf's gradient, their sum over all ranks, Adam.
///
/// What the threads do is made once, so a step allocates nothing.
final class TrainingStep {
  /// What differs from step to step; set between the threads' works.
  private final class Moment: @unchecked Sendable {
    var step = 0
    var images = 0
    var draw: RandomDraw?
  }

  private let state: TrainingState
  private let exchange: GradientExchange
  private let memory: TrainingMemory
  private let team: WorkerTeam
  private let ledger: TimeLedger?
  private let moment: Moment
  private let computeGradients: TeamWork
  /// Adds the gradients of the group, and if there is no other group takes Adam's step.
  private let join: TeamWork
  private let optimize: TeamWork
  private let prepareWeights: TeamWork

  init(
    state: TrainingState, workers: [LeafWorker], exchange: GradientExchange, memory: TrainingMemory,
    team: WorkerTeam, ledger: TimeLedger?
  ) {
    let (moment, parts) = (Moment(), team.count)
    (self.state, self.exchange, self.memory) = (state, exchange, memory)
    (self.team, self.ledger, self.moment) = (team, ledger, moment)
    computeGradients = TeamWork { [weights = state.weights] worker in
      guard let draw = moment.draw else { return }
      workers[worker].computeGradients(step: moment.step, weights: weights, draw: draw)
    }
    /// Adam on some floats of the slice.
    @Sendable func optimize(_ range: Range<Int>) {
      state.adam.step(
        state.step, parameters: state.weights.parameters.view,
        gradientSum: exchange.gradientSum.slice(at: range.lowerBound, count: range.count), images: moment.images,
        range: exchange.slice.lowerBound + range.lowerBound..<exchange.slice.lowerBound + range.upperBound)
    }
    join = TeamWork { part in
      let range = exchange.join(part: part, of: parts)
      if part == 0 { ledger?.book(.exchange) }
      if exchange.isLocal { optimize(range) }
    }
    self.optimize = TeamWork { part in optimize((0..<exchange.slice.count).part(part, of: parts)) }
    prepareWeights = TeamWork { thread in
      let (part, parts) = memory.share(thread, of: parts)
      state.network.prepare(state.weights, part: part, of: parts)
    }
  }

  /// Takes the epoch's step number `step`, on `images` images over all ranks. Collective.
  func take(_ step: Int, images: Int, draw: RandomDraw) throws(CommunicationError) {
    (moment.step, moment.images, moment.draw) = (step, images, draw)
    ledger?.book(.other)
    team.run(computeGradients)
    ledger?.book(.threads)
    try waitForGroup()
    state.step += 1
    team.run(join)
    if !exchange.isLocal {
      try waitForPeers()
      try exchange.transfer(with: team)
      ledger?.book(.exchange)
      team.run(optimize)
    }
    ledger?.book(.optimizer)
    try waitForGroup()
    try prepare()
  }

  /// Brings what is made of the parameters up to date. Collective.
  func prepare() throws(CommunicationError) {
    team.run(prepareWeights)
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
}
