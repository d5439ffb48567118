import CFutex
import Synchronization

/// A count that only grows, in memory that threads or processes share, and that some of them wait for.
///
/// Who waits looks again and again at first, because the others are usually there in some microseconds. Then it sleeps in the
/// system, which gives its core to others and gets it back soon: a thread that has slept is ahead of those that compute all the
/// time. A count that nobody sleeps on is raised without a system call.
///
/// - Writers: any thread adds to the count, or one alone raises it; who waits writes how many sleep. Both words are atomic.
/// - Source: U. Drepper, Futexes Are Tricky (2011).
@safe
struct AwaitedCount: @unchecked Sendable {
  /// The longest sleep, in nanoseconds: who should wake others may have died.
  private static let longestSleep: Int64 = 20_000_000

  private let start: UnsafeMutableRawPointer

  /// - Parameter start: two words, zero at first, which outlive this: the count, and how many sleep until it grows.
  @unsafe
  init(at start: UnsafeMutableRawPointer) { unsafe self.start = start }

  /// Who reads a count sees what was written before it was raised to that.
  var value: Int { unsafe word(0).pointee.load(ordering: .acquiring) }

  /// Raises the count; the call of the only one that raises it at that time.
  func raise(to value: Int) {
    // Sequentially consistent here and in `sleep`: either this thread sees the sleeper, or the sleeper sees the count.
    unsafe word(0).pointee.store(value, ordering: .sequentiallyConsistent)
    wakeSleepers()
  }

  /// Adds one.
  func increment() {
    unsafe word(0).pointee.add(1, ordering: .sequentiallyConsistent)
    wakeSleepers()
  }

  /// Returns when the count is at least `goal`.
  ///
  /// - Parameters:
  ///   - patience: of this thread, for waits of this kind.
  ///   - check: is called before each sleep.
  func wait<Failure>(
    for goal: Int, _ patience: inout Patience, check: () throws(Failure) -> Void
  ) throws(Failure) {
    if isReached(goal, within: &patience) { return }
    while value < goal {
      try check()
      sleep(below: goal)
    }
    patience.end()
  }

  /// Looks as long as the patience lasts.
  private func isReached(_ goal: Int, within patience: inout Patience) -> Bool {
    for _ in 0..<Patience.firstLooks where value >= goal { return true }
    patience.begin()
    while value < goal { if !patience.pause() { return false } }
    patience.end()
    return true
  }

  private func sleep(below goal: Int) {
    unsafe word(1).pointee.add(1, ordering: .sequentiallyConsistent)
    defer { unsafe word(1).pointee.subtract(1, ordering: .sequentiallyConsistent) }
    let seen = unsafe word(0).pointee.load(ordering: .sequentiallyConsistent)
    guard seen < goal else { return }
    // The lower half of the count changes with each rise: a little-endian word begins with it.
    unsafe cfutex_sleep(
      start.assumingMemoryBound(to: UInt32.self), UInt32(truncatingIfNeeded: seen), Self.longestSleep)
  }

  private func wakeSleepers() {
    guard unsafe word(1).pointee.load(ordering: .sequentiallyConsistent) > 0 else { return }
    unsafe cfutex_wake(start.assumingMemoryBound(to: UInt32.self))
  }

  private func word(_ index: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    unsafe start.assumingMemoryBound(to: Atomic<Int>.self) + index
  }
}
