package import Collectives
import FashionMNIST
package import KernelInterface
package import Network

/// Everything that a rank takes steps with, put together: the workers, what they exchange, and what changes.
///
/// This is the one place that does so, for the training loop and for tests.
package struct StepAssembly {
  package let gradients: ExchangeAssembly
  /// The passes that the workers of the group may compute for each other; none where nothing is shared.
  package let passes: [StealablePasses]
  /// This rank's, one for each thread.
  package let workers: [LeafWorker]
  package let state: TrainingState
  /// The pass that is computed twice; nil where none is.
  let audited: AuditedPass?
  let step: TrainingStep

  /// Makes everything that a step needs; a step allocates nothing. Collective.
  ///
  /// - Parameters:
  ///   - initial: the initial parameters, the same on all ranks.
  ///   - exchange: how gradients travel.
  ///   - audits: whether there is room for a pass that is computed twice.
  ///   - ledger: of this rank's first thread.
  /// - Throws: ``ExchangeError`` if shared memory was asked for and there is none; `CommunicationError`.
  package init(
    _ configuration: TrainingConfiguration, network: Network, initial: FloatBuffer, data: TrainingData,
    communicator: any Communicator, exchange: ExchangeMode, team: WorkerTeam, audits: Bool = false,
    ledger: TimeLedger? = nil
  ) throws {
    let leavesAtOnce = network.leavesAtOnce(data.schedule)
    let gradients = try ExchangeAssembly(
      SumTree(leafCount: configuration.shards), size: .init(network, configuration.optimizer), initial: initial,
      communicator: communicator, mode: exchange, reduction: configuration.reduction, threads: team.count,
      leavesAtOnce: leavesAtOnce, kernels: network.kernels)
    let policy = StealingPolicy(
      network, data.schedule, leavesAtOnce: leavesAtOnce, pixelsPerImage: data.training.pixelsPerImage)
    passes = try StealablePasses.all(gradients.plan, gradients.tree, gradients.memory.group, policy)
    audited = audits ? AuditedPass(floats: network.layout.floatCount, leavesAtOnce: leavesAtOnce) : nil
    workers = Self.workers(configuration, network, data, gradients, passes, audited, ledger)
    state = TrainingState(
      network: network, optimizer: configuration.optimizer, memory: gradients.memory,
      parameters: gradients.workers[0].parameters)
    step = TrainingStep(state: state, workers: workers, gradients: gradients, team: team, ledger: ledger)
    self.gradients = gradients
  }

  /// Takes over what the optimiser kept and where the run stood. Collective.
  func restore(_ point: ResumePoint) throws(CommunicationError) {
    // Every rank has begun the averages of the group with its own weights: that must be over.
    try gradients.memory.wait()
    state.restore(point, writesSlots: gradients.rankInGroup == 0)
    try gradients.memory.wait()
  }

  private static func workers(
    _ configuration: TrainingConfiguration, _ network: Network, _ data: TrainingData, _ gradients: ExchangeAssembly,
    _ passes: [StealablePasses], _ audited: AuditedPass?, _ ledger: TimeLedger?
  ) -> [LeafWorker] {
    let (plan, rank) = (gradients.plan, gradients.rankInGroup)
    precondition(
      plan.divides(data.ownership.shards, amongThreadsOf: rank), "the leaves of the plan are not those of the images")
    let augmentation = Augmentation(
      configuration.augmentation, seed: configuration.seed, rows: data.training.rows, columns: data.training.columns)
    return gradients.workers.indices.map { thread in
      let shards = plan.leaves[rank][thread]
      return LeafWorker(
        network: network,
        images: LeafImages(data.training, data.schedule, shards: shards, augmentation: augmentation),
        tree: gradients.tree, shards: shards, program: plan.programs[rank][thread], memory: gradients.workers[thread],
        passes: StealingPartners(passes, worker: plan.number(ofThread: thread, ofRank: rank)), thread: thread,
        audit: audited, ledger: thread == 0 ? ledger : nil)
    }
  }
}
