import Synchronization

/// The pieces of work that one worker has in a round, of which others may take the last ones: work stealing.
///
/// The owner takes pieces from the front, whoever is done with its own from the back, and the owner waits for what the
/// others took. So a core that is slow for some milliseconds, because the machine does something else on it, delays nobody
/// for longer than a piece takes. What is stolen is up to chance; it may not matter to the result.
///
/// The queue lies in memory that the workers share, zero at first: a line with a word, the round and the pieces that are
/// left; and for each piece that may be stolen a line with the last round in which that was done.
///
/// The word has 31 bits for the round, which is counted modulo 2³¹ there. That tells rounds apart as well as the number
/// itself: a step ends when all workers are done with it, so a worker that looks for pieces of a round finds those of that
/// round or of the one before. And a word of an earlier round, in whose place another was put meanwhile, cannot come back
/// before 2³¹ rounds, which nobody who began to change it sleeps through.
///
/// - Source: R. D. Blumofe and C. E. Leiserson, Scheduling Multithreaded Computations by Work Stealing, JACM 46 (1999).
@safe
package final class WorkQueue: @unchecked Sendable {
  /// The most pieces of a queue.
  package static let most = 1 << fieldBits - 1
  private static let fieldBits = 16
  /// Bytes from one word to the next: two cache lines, which are fetched in pairs.
  private static let stride = 128

  /// The pieces that others may take.
  package let stealable: Range<Int>
  private let memory: GroupMemory
  private let offset: Int
  private let spin: SpinWait

  /// The bytes of a queue.
  package static func byteCount(stealable: Int) -> Int { (1 + stealable) * stride }

  /// - Parameters:
  ///   - offset: where the queue's bytes begin in `memory`, a multiple of 128.
  ///   - stealable: of the pieces 0, 1, … the last ones; at most ``most`` in all.
  ///   - workers: how many share the machine.
  package init(_ memory: GroupMemory, at offset: Int, stealable: Range<Int>, workers: Int) {
    precondition(stealable.upperBound <= Self.most, "a queue holds \(Self.most) pieces")
    precondition(offset >= 0 && offset + Self.byteCount(stealable: stealable.count) <= memory.byteCount)
    (self.memory, self.offset, self.stealable) = (memory, offset, stealable)
    spin = SpinWait(isCrowded: memory.isCrowded(workers: workers))
  }

  /// Offers the pieces of round `round`, counted from 1 and larger than the last; the owner's call.
  ///
  /// What the owner wrote before is visible to who takes a piece.
  package func open(round: Int) {
    precondition(round > 0, "rounds are counted from 1")
    unsafe word.pointee.store(Self.pack(round, 0, stealable.upperBound), ordering: .releasing)
  }

  /// Takes the next piece for their owner; false where others have taken all that are left.
  package func takeFirst() -> Bool {
    change { round, first, end in first < end ? (first, Self.pack(round, first + 1, end)) : nil } != nil
  }

  /// Takes the last piece that is left for somebody else; nil where there is none, or in another round.
  package func stealLast(round: Int) -> Int? {
    change { opened, first, end in
      opened == Self.counted(round) && first < end && stealable.contains(end - 1)
        ? (end - 1, Self.pack(opened, first, end - 1)) : nil
    }
  }

  /// Says that a stolen piece is done; what the caller wrote before is visible to who waits for it.
  package func finish(_ piece: Int, round: Int) { unsafe end(of: piece).pointee.store(round, ordering: .releasing) }

  /// Returns when a stolen piece is done. If the thief's process dies, its launcher ends this one too.
  package func wait(for piece: Int, round: Int) {
    let end = unsafe end(of: piece)
    var spin = spin
    while unsafe end.pointee.load(ordering: .acquiring) != round { spin.pause() }
  }

  /// Puts another word in the place of the one that was read, again if somebody was faster.
  ///
  /// - Parameter body: gets round, first piece and end of what is left; gives what was taken and the new word.
  /// - Returns: what was taken; nil where `body` gives nothing.
  private func change(_ body: (_ round: Int, _ first: Int, _ end: Int) -> (taken: Int, word: Int)?) -> Int? {
    var old = unsafe word.pointee.load(ordering: .acquiring)
    while true {
      let field = 1 << Self.fieldBits
      guard let change = body(old >> (2 * Self.fieldBits), old >> Self.fieldBits % field, old % field) else {
        return nil
      }
      let (isDone, found) = unsafe word.pointee.compareExchange(
        expected: old, desired: change.word, ordering: .acquiringAndReleasing)
      if isDone { return change.taken }
      old = found
    }
  }

  private static func pack(_ round: Int, _ first: Int, _ end: Int) -> Int {
    (counted(round) << fieldBits | first) << fieldBits | end
  }

  /// The round as the word counts it: as many bits as are left but for that of the sign.
  private static func counted(_ round: Int) -> Int { round & (1 << (63 - 2 * fieldBits) - 1) }

  private var word: UnsafeMutablePointer<Atomic<Int>> { unsafe place(0) }

  private func end(of piece: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    precondition(stealable.contains(piece), "piece \(piece) is not for others")
    return unsafe place(1 + piece - stealable.lowerBound)
  }

  private func place(_ number: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    unsafe (memory.start + offset + number * Self.stride).assumingMemoryBound(to: Atomic<Int>.self)
  }
}
