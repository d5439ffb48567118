package import Collectives
package import FashionMNIST
import KernelInterface
package import Network

/// How many passes of each worker others may compute.
///
/// Passes are stolen whole. Halves of passes, with or without a clock that foresaw a gain, were never faster by 1 %.
///
/// - Measured (two cores of a Zen 5 that others use too, AVX-512, November 2026; 31 turns, in each of which every variant trains one
///   epoch of 30,000 images with the same seed, in random order; throughput divided by that of halves with the clock in the same
///   turn: median and its 95 % interval, by bootstrap; busy: another program has 30 % of one core in bursts of 5 to 50 ms; slow: another
///   program has a seventh of one core, 1 ms of every 7):
///
/// | model, workers | not at all | whole | halves |
/// |---|---|---|---|
/// | lab-001, 2 ranks | 0.999 (0.989 – 1.005) | 1.001 (0.994 – 1.010) | 0.994 (0.989 – 1.001) |
/// | lab-001, 2 threads | 1.000 (0.992 – 1.010) | 0.999 (0.988 – 1.013) | 1.007 (1.000 – 1.014) |
/// | lab-001, 2 ranks, busy | 0.951 (0.939 – 0.958) | 1.002 (0.987 – 1.016) | 0.986 (0.978 – 1.009) |
/// | lab-001, 2 threads, busy | 1.001 (0.981 – 1.031) | 1.004 (0.985 – 1.032) | 1.012 (0.994 – 1.026) |
/// | lab-001, 2 ranks, slow | 0.954 (0.946 – 0.968) | 1.001 (0.988 – 1.006) | 1.003 (0.991 – 1.013) |
/// | lab-004, 2 ranks | 0.997 (0.991 – 1.004) | 0.996 (0.991 – 1.010) | 1.002 (0.995 – 1.009) |
/// | lab-004, 2 ranks, busy | 0.960 (0.937 – 0.968) | 1.003 (0.995 – 1.014) | 1.003 (0.989 – 1.017) |
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
  /// multiply-adds, so a pass that is shared takes some three times as long. Passes of presets have 92 (lab-004) to about
  /// 4,950 (`best`).
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
