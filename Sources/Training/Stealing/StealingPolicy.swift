package import Collectives
package import FashionMNIST
import KernelInterface
package import Network

/// How many passes of each worker others may compute, and in which pieces.
package struct StealingPolicy {
  /// The most passes of a worker that are shared. More are seldom stolen: if one core is half as fast as the other, one pass
  /// of four, and three of eight.
  private static let most = 3
  /// A worker with fewer passes shares none. Of two passes, a stolen one is half a step, and a thief that starts it late
  /// delays everyone (lab-003, two passes, two ranks: 17,860 images a second without sharing, 15,617 with; medians of five
  /// on a busy machine).
  private static let fewest = 4
  /// Memory for the shared passes of a worker: a pass that takes more is not shared.
  private static let mostBytes = 8 << 20
  /// An estimate: to write a gradient and to add what another core wrote may take 0.4 ns a number, in which a core does 20
  /// multiply-adds, so a piece that is shared takes some three times as long. Passes of presets have 98 (lab-004) to 4,978
  /// (`best`).
  private static let multiplyAddsPerParameter = 64

  /// The room of a piece.
  let size: StolenPiece.Size
  /// Whether a pass is shared in two pieces, so that others need not take the whole: only where half a pass is still worth
  /// stealing, and the memory suffices for as many passes.
  package let inHalves: Bool
  /// The passes of a worker that others may compute, if it has enough.
  private let shared: Int

  /// - Parameter leavesAtOnce: the most leaves of a pass.
  package init(_ network: Network, _ schedule: BatchSchedule, leavesAtOnce: Int, pixelsPerImage: Int) {
    let parameters = network.layout.floatCount
    let leafMultiplyAdds = network.multiplyAdds * schedule.imagesPerShardAndBatch
    func isEnough(_ leaves: Int) -> Bool { leafMultiplyAdds * leaves >= Self.multiplyAddsPerParameter * parameters }
    func size(_ leaves: Int) -> StolenPiece.Size {
      StolenPiece.Size(
        images: leaves * schedule.imagesPerShardAndBatch, pixelsPerImage: pixelsPerImage, leaves: leaves,
        parameters: parameters)
    }
    // Of all nodes with so many leaves or fewer, a tree of just so many has the largest child.
    let tree = SumTree(leafCount: leavesAtOnce)
    let halves = tree.maximalNodes(of: 0..<leavesAtOnce, leavesAtMost: leavesAtOnce - 1)
    let half = size(halves.map { tree.leaves(of: $0).count }.max() ?? 0)
    inHalves =
      halves.count > 1 && isEnough(leavesAtOnce / 2) && 2 * Self.most * half.byteCount <= Self.mostBytes
    self.size = inHalves ? half : size(leavesAtOnce)
    let passBytes = self.size.byteCount * (inHalves ? 2 : 1)
    shared = isEnough(leavesAtOnce) ? min(Self.most, Self.mostBytes / passBytes) : 0
  }

  /// The passes of a worker that others may compute, by number: the last ones, never its first.
  package func passes(of program: LeafProgram) -> Range<Int> {
    let count = program.nodes.count
    return (count >= Self.fewest ? count - shared : count)..<count
  }
}
