import Benchmarks
import Network

/// Measures work again and again, by the processor time of the calling thread.
struct Repetition {
  /// A repeat takes at least this long, so that reading the clock adds next to nothing.
  static let least = Duration.milliseconds(20)

  let repeats: Int

  /// The seconds that `work` takes.
  func seconds(_ work: () -> Void) -> Spread? {
    // Also fills the caches.
    var count = 1
    while duration(of: count, work) < Self.least { count *= 2 }
    return Spread((0..<repeats).map { _ in duration(of: count, work) / .seconds(1) / Double(count) })
  }

  /// The time of so many pieces of work in a row.
  private func duration(of count: Int, _ work: () -> Void) -> Duration {
    let start = ThreadClock.processor.now
    for _ in 0..<count { work() }
    return ThreadClock.processor.now - start
  }
}
