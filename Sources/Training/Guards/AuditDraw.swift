import CounterRandom

/// Which leaf of a step is computed again, and by whom: drawn as all that is random, so every rank knows without asking.
package struct AuditDraw: Sendable {
  private let generator: Philox

  package init(seed: UInt64) { generator = Philox(seed: seed) }

  /// The leaf of step number `step`, counted since the beginning of the run, among `count`.
  package func leaf(step: Int, of count: Int) -> Int { Int(words(step)[0]) % count }

  /// Another than `owner` among `count` ranks or threads; the owner itself where there is no other.
  package func other(than owner: Int, of count: Int, step: Int) -> Int {
    count > 1 ? (owner + 1 + Int(words(step)[1]) % (count - 1)) % count : owner
  }

  /// One of `count` threads.
  package func thread(step: Int, of count: Int) -> Int { Int(words(step)[2]) % count }

  private func words(_ step: Int) -> SIMD4<UInt32> {
    generator.words(
      SIMD4(
        UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: step >> 32), 0, RandomPurpose.audit.word()))
  }
}
