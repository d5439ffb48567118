/// A piece of work, and the times that it took.
package struct Work: Sendable, Equatable {
  /// Seconds; nil if it was not measured.
  package let seconds: Spread?
  /// Floating-point operations that were done: two for a multiply-add. 0 where memory is what counts.
  package let flops: Double
  /// Floating-point operations of the formula, had nothing been left out.
  package let denseFlops: Double
  /// Bytes that have to be read and written; nil where that is not what counts.
  package let bytes: Double?

  /// - Parameter denseFlops: nil if nothing was left out.
  package init(seconds: Spread?, flops: Double = 0, denseFlops: Double? = nil, bytes: Double? = nil) {
    self.seconds = seconds
    self.flops = flops
    self.denseFlops = denseFlops ?? flops
    self.bytes = bytes
  }

  /// 10⁹ operations per second, by the median; nil for work without any, or unmeasured.
  package var gigaflops: Double? { rate(flops) }
  /// 10⁹ operations of the formula per second: how fast a dense engine would have to be.
  package var denseGigaflops: Double? { rate(denseFlops) }
  /// 10⁹ bytes per second.
  package var gigabytesPerSecond: Double? { bytes.flatMap(rate) }

  /// The rate beside the most that a core can do; nil for work without operations.
  package func share(ofPeak gigaflops: Double) -> Double? { self.gigaflops.map { $0 / gigaflops } }

  private func rate(_ amount: Double) -> Double? {
    guard let seconds, amount > 0, seconds.median > 0 else { return nil }
    return 1e-9 * amount / seconds.median
  }
}
