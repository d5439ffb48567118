package import Collectives
package import KernelInterface
import Kernels

/// One way to bring gradients together, to be timed on its own.
package final class ExchangeBenchmark {
  /// What is timed.
  package enum Path: String, CaseIterable, Sendable {
    /// The library's all-reduce in place.
    case library
    /// The tree in messages: reduce-scatter and all-gather.
    case messages
    /// The tree through shared memory, and messages between nodes.
    case shared
  }

  /// How the gradients really travel.
  package let exchangePath: ExchangePath
  private let communicator: any Communicator
  private let gradients: ExchangeAssembly
  private let team: WorkerTeam
  private let kernels: any KernelSet.Type
  private let clock = ContinuousClock()

  /// Prepares a path for gradients of that many floats; nil on all ranks where they share no memory. Collective.
  ///
  /// - Parameter floats: rounded up to whole vectors.
  package init?(
    _ path: Path, floats: Int, communicator: any Communicator, kernels: any KernelSet.Type
  ) throws {
    let tree = SumTree(leafCount: max(communicator.rankCount, 8))
    let parameters = roundedUpToLanes(floats)
    gradients = try ExchangeAssembly(
      tree, size: .init(parameters: parameters), initial: FloatBuffer(count: parameters), communicator: communicator,
      mode: path == .shared ? .auto : .messages, reduction: path == .library ? .mpi : .tree, threads: 1,
      leavesAtOnce: tree.leafCount, kernels: kernels)
    exchangePath = ExchangePath(gradients.memory.group)
    if path == .shared, gradients.memory.group.rankCount == 1 { return nil }
    self.communicator = communicator
    self.kernels = kernels
    team = try WorkerTeam(count: 1)
  }

  /// Seconds of one exchange, from when all ranks are there until the last of them can go on: the mean of `count`.
  /// Collective.
  ///
  /// As in training, what travels back through shared memory are parameters. Gradients are rewritten in between, so that they
  /// lie in their owner's cache.
  package func measure(count: Int) throws -> Double {
    let (worker, memory, exchange) = (gradients.workers[0], gradients.memory, gradients.exchange)
    var total = Duration.zero
    for _ in 0..<count {
      for slot in worker.slots { slot.view.fill(1) }
      try communicator.barrier()
      let start = clock.now
      worker.publishGradients()
      try memory.wait()
      team.run { exchange.addInGroup(part: $0) }
      try exchange.transfer(with: team)
      worker.publishParameters()
      try memory.wait()
      worker.takeParameters(kernels)
      total += start.duration(to: clock.now)
    }
    let nanoseconds = Int(total / .nanoseconds(1)) / max(count, 1)
    return Double(try communicator.maximum(nanoseconds)) * 1e-9
  }
}
