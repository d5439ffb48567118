package import Collectives

/// The passes of one worker in each step, of which others compute the last ones when they are done with their own.
///
/// A pass computes a node of the sum tree, which has the same bits whoever does, and its owner adds it in the same place.
package final class SharedPasses: Sendable {
  package let queue: WorkQueue
  /// The nodes of all passes, in order.
  private let nodes: [SumTree.Node]
  /// Of the passes that others may compute.
  private let records: [PassRecord]

  /// Those of all workers of a group, in their order; none where there is nothing to share. Collective.
  package static func all(
    _ plan: GroupPlan, _ group: NodeGroup, _ sharing: PassSharing
  ) throws(CommunicationError) -> [SharedPasses] {
    let programs = plan.programs.flatMap(\.self)
    let shared = programs.map { sharing.passes(of: $0) }
    let fits = shared.allSatisfy { $0.upperBound <= WorkQueue.most }
    guard programs.count > 1, fits, shared.contains(where: { !$0.isEmpty }) else { return [] }
    let sizes = shared.map { WorkQueue.byteCount(stealable: $0.count) + $0.count * sharing.size.byteCount }
    guard let memory = try group.shareMemory(byteCount: sizes.reduce(0, +)) else { return [] }
    var offset = 0
    return zip(programs, zip(shared, sizes)).map { program, extent in
      defer { offset += extent.1 }
      return SharedPasses(program, memory, at: offset, shared: extent.0, sharing.size, workers: programs.count)
    }
  }

  private init(
    _ program: LeafProgram, _ memory: GroupMemory, at offset: Int, shared: Range<Int>, _ size: PassRecord.Size,
    workers: Int
  ) {
    nodes = program.nodes
    queue = WorkQueue(memory, at: offset, stealable: shared, workers: workers)
    let start = offset + WorkQueue.byteCount(stealable: shared.count)
    records = (0..<shared.count).map { PassRecord(memory, at: start + $0 * size.byteCount, size) }
  }

  /// What a pass computes.
  func node(of pass: Int) -> SumTree.Node { nodes[pass] }

  /// Where another worker finds a pass that it took, and leaves what came of it.
  func record(of pass: Int) -> PassRecord { records[pass - queue.stealable.lowerBound] }
}
