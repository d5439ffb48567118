package import Collectives
package import FashionMNIST
import KernelInterface
package import Network

/// How many passes of each worker others may compute.
///
/// Passes are stolen whole. Halves of passes, with or without a clock that foresaw a gain, were not faster by more than the
/// noise: lab-004 has no halves, so there all but the first compute the same, and yet differ by up to 1.6 %, beside a busy core
/// by 4.3 %.
///
/// - Measured (two cores of a Zen 5 that others use too, AVX-512, November 2026; variants by turns within a run; mean throughput
///   divided by that of halves with the clock; n groups of turns in r runs in which others took at most 3 % of a core; busy: a
///   program of the measurement has 30 % of one core besides):
///
/// | model, workers | not at all | whole | halves | n | r |
/// |---|---|---|---|---|---|
/// | lab-001, 2 ranks | 0.993 | 1.003 | 0.998 | 230 | 3 |
/// | lab-001, 2 threads | 0.993 | 0.989 | 0.979 | 230 | 3 |
/// | lab-001, 2 ranks, busy | 0.960 | 1.040 | 1.059 | 521 | 2 |
/// | lab-001, 2 threads, busy | 1.005 | 1.051 | 1.063 | 462 | 3 |
/// | lab-004, 2 ranks | 1.010 | 1.009 | 1.010 | 115 | 1 |
/// | lab-004, 2 threads | 1.003 | 1.016 | 1.009 | 115 | 1 |
/// | lab-004, 2 ranks, busy | 0.979 | 0.998 | 0.967 | 115 | 1 |
/// | lab-004, 2 threads, busy | 0.949 | 0.971 | 1.014 | 115 | 1 |
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
  /// multiply-adds, so a pass that is shared takes some three times as long. Passes of presets have 98 (lab-004) to 4,978
  /// (`best`).
  private static let multiplyAddsPerParameter = 64

  /// The room of a pass.
  let size: StolenPass.Size
  /// The passes of a worker that others may compute, if it has enough.
  private let shared: Int

  /// - Parameter leavesAtOnce: the most leaves of a pass.
  package init(_ network: Network, _ schedule: BatchSchedule, leavesAtOnce: Int, pixelsPerImage: Int) {
    let images = leavesAtOnce * schedule.imagesPerShardAndBatch
    let parameters = network.layout.floatCount
    size = StolenPass.Size(
      images: images, pixelsPerImage: pixelsPerImage, leaves: leavesAtOnce, parameters: parameters)
    let isEnough = network.multiplyAdds * images >= Self.multiplyAddsPerParameter * parameters
    shared = isEnough ? min(Self.most, Self.mostBytes / size.byteCount) : 0
  }

  /// The passes of a worker that others may compute, by number: the last ones, never its first.
  package func passes(of program: LeafProgram) -> Range<Int> {
    let count = program.nodes.count
    return (count >= Self.fewest ? count - shared : count)..<count
  }
}
