import Collectives
import KernelInterface

/// The sum of all leaves' gradients over threads and ranks, along the fixed tree: each rank gets its slice of it.
///
/// The workers of a group, whose gradients lie in one memory, add what the tree allows, each its part of the floats in
/// memory of its own; then the ranks that have the same slice in other groups exchange it.
final class GradientExchange: @unchecked Sendable {
  /// The floats that this rank sums and updates; they begin with a block.
  let slice: Range<Int>
  /// The gradient of the slice, summed over the batch, after ``join(part:)`` and ``transfer(with:)``.
  let gradientSum: FloatView
  /// The floats of the slice that each worker adds, counted from the slice's beginning.
  let parts: [Range<Int>]
  private let kernels: any KernelSet.Type
  /// For each worker.
  private let additions: [[Addition]]
  /// What the views are of.
  private let owners: (memory: TrainingMemory, gradients: [WorkerGradients], sums: [FloatBuffer])
  private let between: Between?

  /// An addition of two vectors.
  private struct Addition {
    let left: FloatView
    let right: FloatView
    let sum: FloatView
  }

  /// How groups exchange a slice.
  private enum Between {
    /// Each group has one number to add to the other's: any sum of two is the tree's.
    case pair(any Communicator)
    /// The library's order, whatever it is.
    case library(any Communicator)
    case slices(SliceTransfer)
  }

  /// - Parameter gradients: of this rank's workers.
  init(
    memory: TrainingMemory, plan: GroupPlan, tree: SumTree, reduction: Reduction, gradients: [WorkerGradients],
    kernels: any KernelSet.Type
  ) throws {
    let group = memory.group
    self.kernels = kernels
    let slice = ParameterBlocks.part(group.rank, of: group.rankCount, count: memory.parameters.count)
    self.slice = slice
    parts = gradients.map { $0.own.lowerBound - slice.lowerBound..<$0.own.upperBound - slice.lowerBound }
    let left = plan.joining.remaining
    // The library's order is not the tree's anyway: all that is left is added from left to right.
    let rest = (reduction == .mpi ? left.dropFirst() : []).map { SumTree.Addition(into: left[0].slot, adding: $0.slot) }
    let order = plan.joining.additions + rest
    let sums = Dictionary(uniqueKeysWithValues: Set(order.map(\.into)).map { ($0, FloatBuffer(count: slice.count)) })
    additions = zip(gradients, parts).map { worker, part in
      Self.additions(order, sums: sums, worker, part, memory)
    }
    owners = (memory, gradients, Array(sums.values))
    let nodes = left.map { node in
      sums[node.slot]?.view
        ?? (plan.isAlone ? gradients[0].slots : memory.slots)[node.slot].view(at: slice.lowerBound, count: slice.count)
    }
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

  /// The additions of one worker's part, each sum in the place of its slot.
  private static func additions(
    _ order: [SumTree.Addition], sums: [Int: FloatBuffer], _ worker: WorkerGradients, _ part: Range<Int>,
    _ memory: TrainingMemory
  ) -> [Addition] {
    var hasSum: Set<Int> = []
    func place(_ slot: Int) -> FloatView {
      guard hasSum.contains(slot), let sum = sums[slot] else { return worker.view(ofSlot: slot, memory) }
      return sum.view(at: part.lowerBound, count: part.count)
    }
    return order.map { addition in
      let (left, right) = (place(addition.into), place(addition.adding))
      hasSum.insert(addition.into)
      return Addition(left: left, right: right, sum: place(addition.into))
    }
  }

  /// Whether nothing is left to do after ``join(part:)``.
  var isLocal: Bool { between == nil }

  /// Adds the part of a worker over the group, after all workers have published theirs.
  func join(part: Int) {
    for addition in additions[part] { kernels.add(addition.left, addition.right, into: addition.sum) }
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
