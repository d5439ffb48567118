import Collectives
import KernelInterface

/// The sum of all leaves' gradients over the threads and ranks, along the fixed tree.
///
/// Inside a rank the threads add the nodes that they can; then each rank sends slice j of its nodes to rank j,
/// which adds them in the order of the tree, and the summed slices go back to all: a reduce-scatter and an all-gather
/// whose additions do not depend on the number of ranks.
///
/// - Cost: (nodes of the rank + 1)(P − 1)/P gradients sent per rank; one node where P divides S and both are powers of two.
final class GradientExchange: @unchecked Sendable {
  /// The gradient, summed over the batch, after ``sum(with:)``.
  private(set) var gradientSum: FloatView
  private let communicator: any Communicator
  private let kernels: any KernelSet.Type
  /// All workers' buffers, numbered through, and how to add them.
  private let slots: [FloatBuffer]
  private let additions: [SumTree.Addition]
  private let transfer: SliceTransfer?

  init(
    communicator: any Communicator, tree: SumTree, workers: [LeafWorker], reduction: Reduction,
    kernels: any KernelSet.Type
  ) throws {
    self.communicator = communicator
    self.kernels = kernels
    slots = workers.flatMap(\.slots)
    var sums: [SumTree.PartialSum] = []
    var firstSlot = 0
    for worker in workers {
      sums += worker.program.sums.map { SumTree.PartialSum($0.node, slot: firstSlot + $0.slot) }
      firstSlot += worker.slots.count
    }
    let joining = tree.joining(sums)
    let nodes = joining.remaining.map { [slots] in slots[$0.slot].view }
    gradientSum = nodes[0]
    // The library's order is not the tree's anyway: all that is left is added from left to right.
    additions =
      joining.additions
      + (reduction == .mpi ? joining.remaining.dropFirst() : [])
      .map { SumTree.Addition(into: joining.remaining[0].slot, adding: $0.slot) }
    guard reduction == .tree, communicator.rankCount > 1 else {
      transfer = nil
      return
    }
    let transfer = try SliceTransfer(communicator: communicator, tree: tree, nodes: nodes, kernels: kernels)
    gradientSum = transfer.result.view
    self.transfer = transfer
  }

  /// Adds up the gradients that the workers hold. Collective.
  func sum(with team: WorkerTeam) throws(CommunicationError) {
    let parts = team.count
    team.run { part in self.joinSlots(part: part, of: parts) }
    if let transfer {
      try transfer.run(with: team)
    } else if communicator.rankCount > 1 {
      try gradientSum.withMutableSpan { (values) throws(CommunicationError) in try communicator.sum(&values) }
    }
  }

  private func joinSlots(part: Int, of parts: Int) {
    let range = (0..<gradientSum.count).part(part, of: parts)
    for addition in additions {
      kernels.add(
        slots[addition.adding].view(at: range.lowerBound, count: range.count),
        to: slots[addition.into].view(at: range.lowerBound, count: range.count))
    }
  }
}
