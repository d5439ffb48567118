import Collectives
import KernelInterface

/// The sum of all leaves' gradients over threads and ranks, along the fixed tree: each rank gets its slice of it.
///
/// The threads of a group, whose gradients lie in one memory, add slice by slice what the tree allows; then the ranks that
/// have the same slice in other groups exchange it.
final class GradientExchange: @unchecked Sendable {
  /// The floats that this rank sums and updates; they begin with a block.
  let slice: Range<Int>
  /// The gradient of the slice, summed over the batch, after ``join(_:)`` and ``transfer(with:)``.
  let gradientSum: FloatView
  private let kernels: any KernelSet.Type
  private let slots: [FloatBuffer]
  private let additions: [SumTree.Addition]
  private let between: Between?

  /// How groups exchange a slice.
  private enum Between {
    /// Each group has one number to add to the other's: any sum of two is the tree's.
    case pair(any Communicator)
    /// The library's order, whatever it is.
    case library(any Communicator)
    case slices(SliceTransfer)
  }

  init(
    memory: TrainingMemory, plan: GroupPlan, tree: SumTree, reduction: Reduction, kernels: any KernelSet.Type
  ) throws {
    let group = memory.group
    self.kernels = kernels
    slots = memory.slots
    let floats = memory.parameters.count
    slice = ParameterBlocks.part(group.rank, of: group.rankCount, count: floats)
    let left = plan.joining.remaining
    let nodes = left.map { [slots, slice] in slots[$0.slot].view(at: slice.lowerBound, count: slice.count) }
    // The library's order is not the tree's anyway: all that is left is added from left to right.
    additions =
      plan.joining.additions
      + (reduction == .mpi ? left.dropFirst() : []).map { SumTree.Addition(into: left[0].slot, adding: $0.slot) }
    guard group.groupCount > 1 else {
      (between, gradientSum) = (nil, nodes[0])
      return
    }
    if reduction == .mpi {
      (between, gradientSum) = (.library(group.peers), nodes[0])
    } else if group.groupCount == 2, tree.hasOneNodePerGroup(group) {
      (between, gradientSum) = (.pair(group.peers), nodes[0])
    } else {
      let transfer = try SliceTransfer(group: group, tree: tree, nodes: nodes, kernels: kernels)
      (between, gradientSum) = (.slices(transfer), transfer.result.view)
    }
  }

  /// Whether nothing is left to do after ``join(_:)``.
  var isLocal: Bool { between == nil }

  /// Adds a part of this rank's slice over the group, counted from the slice's beginning.
  func join(_ range: Range<Int>) {
    for addition in additions {
      kernels.add(
        slots[addition.adding].view(at: slice.lowerBound + range.lowerBound, count: range.count),
        to: slots[addition.into].view(at: slice.lowerBound + range.lowerBound, count: range.count))
    }
  }

  /// Adds the slices of all groups. Collective.
  func transfer(with team: WorkerTeam) throws(CommunicationError) {
    switch between {
    case nil: return
    case .pair(let peers), .library(let peers):
      try gradientSum.withMutableSpan { (values) throws(CommunicationError) in try peers.sum(&values) }
    case .slices(let transfer): try transfer.run(with: team)
    }
  }
}

extension SumTree {
  /// Whether each group of ranks adds all its leaves to one node.
  fileprivate func hasOneNodePerGroup(_ group: NodeGroup) -> Bool {
    (0..<group.groupCount).allSatisfy { maximalNodes(of: leaves(ofGroup: $0, of: group)).count == 1 }
  }

  /// The leaves of a group's ranks.
  func leaves(ofGroup number: Int, of group: NodeGroup) -> Range<Int> {
    let ranks = group.rankCount * group.groupCount
    let first = number * group.rankCount
    let all = 0..<leafCount
    return all.part(first, of: ranks).lowerBound..<all.part(first + group.rankCount - 1, of: ranks).upperBound
  }
}
