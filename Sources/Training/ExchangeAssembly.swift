package import Collectives
package import KernelInterface

/// What a rank's gradients come together with: memory, the plan of who has what in it, and the exchange, put together.
///
/// This is the one place that does so, for training, for the benchmark of the exchange, and for tests.
package struct ExchangeAssembly {
  package let tree: SumTree
  let memory: TrainingMemory
  package let plan: GroupPlan
  /// The memory of each of this rank's workers.
  package let workers: [WorkerMemory]
  let exchange: GradientExchange

  /// Collective.
  ///
  /// - Parameters:
  ///   - size: of the memory.
  ///   - initial: the parameters, the same on all ranks.
  ///   - mode: how gradients travel; where ranks cannot share memory, `auto` sends messages. The library's sums are of messages.
  ///   - threads: of this rank.
  ///   - leavesAtOnce: how many leaves a pass takes.
  /// - Throws: ``ExchangeError`` if shared memory was asked for and there is none; `CommunicationError`.
  package init(
    _ tree: SumTree, size: TrainingMemory.Size, initial: FloatBuffer, communicator: any Communicator,
    mode: ExchangeMode, reduction: Reduction, threads: Int, leavesAtOnce: Int, kernels: any KernelSet.Type
  ) throws {
    self.tree = tree
    (memory, plan) = try TrainingMemory.make(
      size: size, communicator: communicator, mode: reduction == .mpi ? .messages : mode, tree: tree, threads: threads,
      leavesAtOnce: leavesAtOnce)
    workers = WorkerMemory.all(plan, memory, initial: initial)
    exchange = try GradientExchange(
      memory: memory, plan: plan, tree: tree, reduction: reduction, workers: workers, kernels: kernels)
  }

  /// This rank's number in its group.
  package var rankInGroup: Int { memory.group.rank }
}
