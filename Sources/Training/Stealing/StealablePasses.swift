package import Collectives

/// The passes of one worker in each step, of which others compute the last ones when they are done with their own.
///
/// A pass computes a node of the sum tree. What may be stolen of it are its pieces: the node's two children, or the node.
/// They have the same bits whoever computes them, and their owner adds them in the same place.
package final class StealablePasses: Sendable {
  /// The pieces of all passes.
  package let queue: WorkQueue
  /// The nodes of all pieces, in order.
  private let nodes: [SumTree.Node]
  /// For each pass its pieces.
  private let pieces: [Range<Int>]
  /// Of the pieces that others may compute.
  private let records: [StolenPiece]

  /// Those of all workers of a group, in their order; none where there is nothing to share. Collective.
  package static func all(
    _ plan: GroupPlan, _ tree: SumTree, _ group: HostGroup, _ sharing: StealingPolicy
  ) throws(CommunicationError) -> [StealablePasses] {
    let divisions = plan.programs.flatMap { $0.map { Division($0, tree, sharing) } }
    let shared = divisions.map(\.stealable.count)
    let fits = divisions.allSatisfy { $0.nodes.count <= WorkQueue.most }
    guard divisions.count > 1, fits, shared.contains(where: { $0 > 0 }) else { return [] }
    let sizes = shared.map { WorkQueue.byteCount(stealable: $0) + $0 * sharing.size.byteCount }
    guard let memory = try group.shareMemory(byteCount: sizes.reduce(0, +)) else { return [] }
    var offset = 0
    return zip(divisions, sizes).map { division, size in
      defer { offset += size }
      return StealablePasses(division, memory, at: offset, sharing.size, workers: divisions.count)
    }
  }

  /// How the passes of a worker are cut into pieces.
  private struct Division {
    var nodes: [SumTree.Node] = []
    var pieces: [Range<Int>] = []
    let stealable: Range<Int>

    init(_ program: LeafProgram, _ tree: SumTree, _ sharing: StealingPolicy) {
      let shared = sharing.passes(of: program)
      for (pass, node) in program.nodes.enumerated() {
        let start = nodes.count
        nodes += shared.contains(pass) && sharing.inHalves ? tree.children(of: node) : [node]
        pieces.append(start..<nodes.count)
      }
      stealable = shared.lowerBound..<nodes.count
    }
  }

  private init(
    _ division: Division, _ memory: GroupMemory, at offset: Int, _ size: StolenPiece.Size, workers: Int
  ) {
    (nodes, pieces) = (division.nodes, division.pieces)
    queue = WorkQueue(memory, at: offset, stealable: division.stealable, workers: workers)
    let count = division.stealable.count
    let start = offset + WorkQueue.byteCount(stealable: count)
    records = (0..<count).map { StolenPiece(memory, at: start + $0 * size.byteCount, size) }
  }

  /// The number of passes.
  var passCount: Int { pieces.count }

  /// The pieces of a pass: one, or the two halves that it adds.
  func pieces(of pass: Int) -> Range<Int> { pieces[pass] }

  /// What a piece computes.
  func node(of piece: Int) -> SumTree.Node { nodes[piece] }

  /// Where another worker finds a piece that it took, and leaves what came of it.
  func record(of piece: Int) -> StolenPiece { records[piece - queue.stealable.lowerBound] }
}
