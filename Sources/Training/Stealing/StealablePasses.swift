package import Collectives

/// The passes of one worker in each step, of which others compute the last ones when they are done with their own.
///
/// A pass computes a node of the sum tree. That has the same bits whoever computes it, and its owner adds it in the same place.
package final class StealablePasses: Sendable {
  /// The passes by number.
  package let queue: WorkQueue
  /// The nodes of all passes, in order.
  private let nodes: [SumTree.Node]
  /// Of the passes that others may compute.
  private let records: [StolenPass]

  /// Those of all workers of a group, in their order; none where there is nothing to share. Collective.
  package static func all(
    _ plan: GroupPlan, _ tree: SumTree, _ group: HostGroup, _ policy: StealingPolicy
  ) throws(CommunicationError) -> [StealablePasses] {
    let programs = plan.programs.flatMap(\.self)
    let stealable = programs.map { policy.passes(of: $0) }
    let fits = programs.allSatisfy { $0.nodes.count <= WorkQueue.most }
    guard programs.count > 1, fits, stealable.contains(where: { !$0.isEmpty }) else { return [] }
    let sizes = stealable.map { WorkQueue.byteCount(stealable: $0.count) + $0.count * policy.size.byteCount }
    guard let memory = try group.shareMemory(byteCount: sizes.reduce(0, +)) else { return [] }
    // The same for all, and found by looking at the processors of all ranks.
    let isCrowded = memory.isCrowded(workers: programs.count)
    var offset = 0
    return programs.indices.map { worker in
      defer { offset += sizes[worker] }
      return StealablePasses(
        programs[worker].nodes, stealable: stealable[worker], memory, at: offset, policy.size, isCrowded: isCrowded)
    }
  }

  private init(
    _ nodes: [SumTree.Node], stealable: Range<Int>, _ memory: GroupMemory, at offset: Int, _ size: StolenPass.Size,
    isCrowded: Bool
  ) {
    self.nodes = nodes
    queue = WorkQueue(memory, at: offset, stealable: stealable, isCrowded: isCrowded)
    let start = offset + WorkQueue.byteCount(stealable: stealable.count)
    records = stealable.indices.map {
      StolenPass(memory, at: start + ($0 - stealable.lowerBound) * size.byteCount, size)
    }
  }

  /// What a pass computes.
  func node(of pass: Int) -> SumTree.Node { nodes[pass] }

  /// Where another worker finds a pass that it took, and leaves what came of it.
  func record(of pass: Int) -> StolenPass { records[pass - queue.stealable.lowerBound] }
}
