/// An ``AwaitedCount`` of the threads of a process, in memory of its own, to which any of them adds and writes at any time.
@safe
final class EventCounter: @unchecked Sendable {
  private let memory: UnsafeMutableRawPointer
  private let count: AwaitedCount

  /// Two cache lines, which are fetched in pairs.
  private static let byteCount = 128

  init() {
    unsafe memory = .allocate(byteCount: Self.byteCount, alignment: Self.byteCount)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: Self.byteCount)
    count = unsafe AwaitedCount(at: memory)
  }

  deinit { unsafe memory.deallocate() }

  /// Adds one; everything this thread wrote before is visible to those who waited for it.
  func increment() { count.increment() }

  /// Whether the count is at least `goal`.
  func hasReached(_ goal: Int) -> Bool { count.value >= goal }

  /// Returns when the count is at least `goal`.
  ///
  /// - Parameter patience: of this thread, when it waits here again and again.
  func wait(for goal: Int, _ patience: inout Patience) { count.wait(for: goal, &patience) {} }

  /// The same for a thread that waits here once.
  func wait(for goal: Int) {
    var patience = Patience.ofThreads
    wait(for: goal, &patience)
  }
}
