import Foundation
import Synchronization

/// A count that only grows, and that threads can wait for.
///
/// Waits here are either a few microseconds (the others are nearly done) or long (a rank talks to another machine), and
/// the cores may be oversubscribed. So a wait first watches the count, then gives its core away between looks, then
/// sleeps. A count that nobody sleeps on is raised without a system call.
final class EventCounter: Sendable {
  /// Looks without yielding: a fraction of a microsecond, and none with a pause instruction. The thread that is waited for may
  /// be on the same core, and works only when this one yields.
  ///
  /// - Measured (a team of two without work, two virtual EPYC cores): 3.2 µs a run, 4.9 with thousands of looks (Zen 4); 2.3 µs,
  ///   12 with a pause in each look (Zen 5).
  private static let looks = 200
  /// Looks with a yield in between: about a millisecond on an idle core.
  private static let yields = 2000

  private let count = Atomic(0)
  private let sleepers = Atomic(0)
  private let wake = NSCondition()

  /// Adds one; everything this thread wrote before is visible to those who waited for it.
  func increment() {
    // Sequentially consistent here and in `sleep`: either this thread sees the sleeper, or the sleeper sees the count.
    count.add(1, ordering: .sequentiallyConsistent)
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    wake.lock()
    wake.broadcast()
    wake.unlock()
  }

  /// Whether the count is at least `goal`.
  func hasReached(_ goal: Int) -> Bool { count.load(ordering: .acquiring) >= goal }

  /// Returns when the count is at least `goal`.
  func wait(for goal: Int) {
    for _ in 0..<Self.looks where count.load(ordering: .acquiring) >= goal { return }
    for _ in 0..<Self.yields {
      if count.load(ordering: .acquiring) >= goal { return }
      sched_yield()
    }
    sleep(until: goal)
  }

  private func sleep(until goal: Int) {
    wake.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while count.load(ordering: .sequentiallyConsistent) < goal { wake.wait() }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    wake.unlock()
  }
}
