import Synchronization

/// The pieces of work that one worker has in a round. Other workers may take the last ones: work stealing.
///
/// The owner takes pieces from the front. A worker that has finished its own pieces takes others from the back, and the owner
/// waits for their results. So a core that is slow for some milliseconds, because the machine does something else on it, delays
/// the round by no more than one piece takes. Which pieces are stolen varies from run to run; the result may not depend on it.
///
/// - Memory: shared by the workers, zero at first. Two cache lines hold a word with the round and the pieces that are left. Then
///   come two cache lines for each piece that may be stolen, with the last round in which a thief finished it, as an ``AwaitedCount``.
/// - Writers: the owner opens a round and takes from the front; any worker takes from the back; who took a piece finishes it. All
///   words are atomic, so these may happen at the same time.
/// - Rounds: the word has 31 bits for the round, so it is counted modulo 2³¹. That is enough to tell rounds apart. A round ends
///   when all workers are done with it, so a worker that looks for pieces finds those of its own round or of the one before. And
///   a compare-and-exchange could mistake an old word for a new one only if its thread slept through 2³¹ rounds.
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
  /// Of the owner, the only one that waits.
  private var patience: Patience

  /// The bytes of a queue.
  package static func byteCount(stealable: Int) -> Int { (1 + stealable) * stride }

  /// - Parameters:
  ///   - offset: where the queue's bytes begin in `memory`, a multiple of 128.
  ///   - stealable: of the pieces 0, 1, … the last ones; at most ``most`` in all.
  ///   - isCrowded: whether the workers are more than the processors that they may use.
  package init(_ memory: GroupMemory, at offset: Int, stealable: Range<Int>, isCrowded: Bool) {
    precondition(stealable.upperBound <= Self.most, "a queue holds \(Self.most) pieces")
    precondition(offset >= 0 && offset + Self.byteCount(stealable: stealable.count) <= memory.byteCount)
    (self.memory, self.offset, self.stealable) = (memory, offset, stealable)
    patience = .ofRanks(isCrowded: isCrowded)
  }

  /// Offers the pieces of round `round`, counted from 1 and larger than the last; the owner's call.
  ///
  /// What the owner wrote before is visible to who takes a piece.
  package func open(round: Int) {
    precondition(round > 0, "rounds are counted from 1")
    unsafe word.pointee.store(Self.pack(round, 0, stealable.upperBound), ordering: .releasing)
  }

  /// Takes the next piece for its owner; false where others have taken all that were left.
  package func takeFirst() -> Bool {
    change { round, first, end in first < end ? (first, Self.pack(round, first + 1, end)) : nil } != nil
  }

  /// Takes the last piece that is left, for another worker than the owner; nil where none is left, or the queue is in another
  /// round.
  package func stealLast(round: Int) -> Int? {
    change { opened, first, end in
      opened == Self.counted(round) && first < end && stealable.contains(end - 1)
        ? (end - 1, Self.pack(opened, first, end - 1)) : nil
    }
  }

  /// Says that a stolen piece is done; whoever waits for it sees what the caller wrote before.
  package func finish(_ piece: Int, round: Int) { end(of: piece).raise(to: round) }

  /// Returns when a stolen piece is done. If the thief's process dies, its launcher ends this one too.
  package func wait(for piece: Int, round: Int) {
    end(of: piece).wait(for: round, &patience) {}
  }

  /// Replaces the word that was read by another, and tries again where another worker was faster.
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

  private var word: UnsafeMutablePointer<Atomic<Int>> { unsafe place(0).assumingMemoryBound(to: Atomic<Int>.self) }

  private func end(of piece: Int) -> AwaitedCount {
    precondition(stealable.contains(piece), "piece \(piece) is not for others")
    return unsafe AwaitedCount(at: place(1 + piece - stealable.lowerBound))
  }

  private func place(_ number: Int) -> UnsafeMutableRawPointer {
    unsafe memory.start + offset + number * Self.stride
  }
}
