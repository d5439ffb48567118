import Collectives
import KernelInterface

/// The sum of all leaves' gradients over threads and ranks, along the fixed tree: each rank gets its slice of it.
///
/// The workers of a group have published their gradients; each adds its part of the floats as far as the tree allows. Then the
/// ranks that have the same slice in other groups exchange it.
///
/// In ``addInGroup(part:)`` each worker writes to its own part of the views; in ``transfer(with:)`` the team's caller writes to
/// those of its rank, and the workers when it lets them.
final class GradientExchange: @unchecked Sendable {
  /// The gradient of each worker's own floats, summed over the batch, after ``addInGroup(part:)`` and ``transfer(with:)``.
  let gradientSums: [FloatView]
  private let kernels: any KernelSet.Type
  /// The pairs of views that each worker adds.
  private let additions: [[SourceTargetPair]]
  /// What each of several workers then puts where it is sent from, if there are other groups.
  private let copies: [[SourceTargetPair]]
  /// Keeps what the views are of.
  private let owners: (workers: [WorkerMemory], buffers: [FloatBuffer])
  private let between: Between?

  /// How groups exchange a slice.
  private enum Between {
    /// Each group has one number to add to the other's: any sum of two is the tree's.
    case pair(any Communicator, FloatView)
    /// The library's order, whatever it is.
    case library(any Communicator, FloatView)
    case slices(SliceTransfer)

    /// - Parameter nodes: what is left to add of this group, as slices of the same floats.
    init(
      _ group: HostGroup, _ tree: SumTree, _ reduction: Reduction, nodes: [FloatView], kernels: any KernelSet.Type
    ) throws {
      if reduction == .mpi {
        self = .library(group.peers, nodes[0])
      } else if group.groupCount == 2, tree.hasOneNodePerGroup(group) {
        self = .pair(group.peers, nodes[0])
      } else {
        self = .slices(try SliceTransfer(group: group, tree: tree, nodes: nodes, kernels: kernels))
      }
    }

    /// The sum over all groups.
    var sum: FloatView {
      switch self {
      case .pair(_, let sum), .library(_, let sum): sum
      case .slices(let transfer): transfer.result.view
      }
    }
  }

  /// - Parameter workers: this rank's.
  init(
    memory: TrainingMemory, plan: GroupPlan, tree: SumTree, reduction: Reduction, workers: [WorkerMemory],
    kernels: any KernelSet.Type
  ) throws {
    let group = memory.group
    self.kernels = kernels
    let left = plan.joining.remaining
    // The library's order is not the tree's anyway: all that is left is added from left to right.
    let rest = (reduction == .mpi ? left.dropFirst() : []).map { SumTree.Addition(into: left[0].slot, adding: $0.slot) }
    additions = workers.map { worker in
      (plan.joining.additions + rest).map {
        SourceTargetPair(source: worker.view(ofSlot: $0.adding), target: worker.view(ofSlot: $0.into))
      }
    }
    guard group.groupCount > 1 else {
      (between, copies, owners) = (nil, workers.map { _ in [] }, (workers, []))
      gradientSums = workers.map { $0.view(ofSlot: left[0].slot) }
      return
    }
    let first = workers[0].own.lowerBound
    let parts = workers.map { $0.own.lowerBound - first..<$0.own.upperBound - first }
    // What one worker has of a slot is sent from there; parts of several are brought together.
    let buffers = workers.count == 1 ? [] : left.map { _ in FloatBuffer(count: parts[parts.count - 1].upperBound) }
    let nodes = workers.count == 1 ? left.map { workers[0].view(ofSlot: $0.slot) } : buffers.map(\.view)
    copies = zip(workers, parts).map { worker, part in
      zip(left, buffers).map {
        SourceTargetPair(source: worker.view(ofSlot: $0.slot), target: $1.view(at: part.lowerBound, count: part.count))
      }
    }
    owners = (workers, buffers)
    let between = try Between(group, tree, reduction, nodes: nodes, kernels: kernels)
    self.between = between
    gradientSums = parts.map { between.sum.slice(at: $0.lowerBound, count: $0.count) }
  }

  /// Whether nothing is left to do after ``addInGroup(part:)``.
  var isLocal: Bool { between == nil }

  /// Adds the part of a worker over the group, after all workers have published theirs.
  func addInGroup(part: Int) {
    for addition in additions[part] { kernels.addToBoth(addition.target, addition.source) }
    for copy in copies[part] { copy.target.copy(from: copy.source) }
  }

  /// Adds the slices of all groups. Collective.
  func transfer(with team: WorkerTeam) throws(CommunicationError) {
    switch between {
    case nil: return
    case .pair(let peers, let sum), .library(let peers, let sum):
      try sum.withMutableSpan { (values) throws(CommunicationError) in try peers.sum(&values) }
    case .slices(let transfer): try transfer.run(with: team)
    }
  }
}

extension SumTree {
  /// Whether each group of ranks adds all its leaves to one node.
  fileprivate func hasOneNodePerGroup(_ group: HostGroup) -> Bool {
    (0..<group.groupCount).allSatisfy { maximalNodes(of: leaves(ofGroups: $0..<$0 + 1, of: group)).count == 1 }
  }

  /// The leaves of the ranks of adjoining groups.
  func leaves(ofGroups numbers: Range<Int>, of group: HostGroup) -> Range<Int> {
    ShardOwnership.shards(
      ofRanks: numbers.lowerBound * group.rankCount..<numbers.upperBound * group.rankCount,
      of: group.rankCount * group.groupCount, among: leafCount)
  }
}
