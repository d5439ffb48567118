import Collectives
import Synchronization
import Testing

@Suite("Work queue", .timeLimit(.minutes(5)))
struct WorkQueueTests {
  @Test("the owner takes pieces from the front, others from the back, and none twice")
  func ends() throws {
    let queue = try Self.queue(stealable: 1..<4)
    queue.open(round: 1)
    #expect(queue.takeFirst())
    #expect(queue.stealLast(round: 1) == 3)
    #expect(queue.takeFirst())
    #expect(queue.stealLast(round: 1) == 2)
    #expect(!queue.takeFirst())
    #expect(queue.stealLast(round: 1) == nil)
  }

  @Test("the owner's first pieces are not for others")
  func ownPieces() throws {
    let queue = try Self.queue(stealable: 2..<4)
    queue.open(round: 7)
    #expect((0..<3).map { _ in queue.stealLast(round: 7) } == [3, 2, nil])
    #expect((0..<3).map { _ in queue.takeFirst() } == [true, true, false])
  }

  @Test("nothing is taken in another round, or before the first")
  func rounds() throws {
    let queue = try Self.queue(stealable: 1..<3)
    #expect(queue.stealLast(round: 0) == nil)
    #expect(!queue.takeFirst())
    queue.open(round: 5)
    #expect(queue.stealLast(round: 4) == nil && queue.stealLast(round: 6) == nil)
    #expect(queue.stealLast(round: 5) == 2)
    queue.open(round: 6)
    #expect(queue.stealLast(round: 6) == 2)
  }

  @Test("rounds go on behind those that the word tells apart", arguments: [1 << 30, 1 << 31, 1 << 32, 1 << 62])
  func lateRounds(round: Int) throws {
    let queue = try Self.queue(stealable: 1..<4)
    for round in round - 1...round + 1 {
      queue.open(round: round)
      #expect(queue.stealLast(round: round - 1) == nil && queue.stealLast(round: round + 1) == nil)
      #expect(queue.stealLast(round: round) == 3)
      queue.finish(3, round: round)
      queue.wait(for: 3, round: round)
      #expect((0..<4).map { _ in queue.takeFirst() } == [true, true, true, false])
      #expect(queue.stealLast(round: round) == nil)
    }
  }

  @Test("without pieces for others the owner has all")
  func nothingStealable() throws {
    let queue = try Self.queue(stealable: 3..<3)
    queue.open(round: 1)
    #expect(queue.stealLast(round: 1) == nil)
    #expect((0..<4).map { _ in queue.takeFirst() } == [true, true, true, false])
  }

  @Test("in 3,000 rounds each piece is done once, and seen by its owner", arguments: [2, 3, 5])
  func manyRounds(workers: Int) throws {
    let (pieces, rounds) = (8, 3000)
    let queue = try Self.queue(stealable: 2..<pieces, workers: workers)
    let done = Mutex([Int](repeating: 0, count: pieces))
    let team = try WorkerTeam(count: workers)
    for round in 1...rounds {
      team.run { worker in
        guard worker == 0 else {
          while let piece = queue.stealLast(round: round) {
            done.withLock { $0[piece] += 1 }
            queue.finish(piece, round: round)
          }
          return
        }
        queue.open(round: round)
        for piece in 0..<pieces {
          if queue.takeFirst() {
            done.withLock { $0[piece] += 1 }
          } else {
            queue.wait(for: piece, round: round)
          }
          guard done.withLock({ $0[piece] }) == round else { return }
        }
      }
    }
    #expect(done.withLock { $0 } == Array(repeating: rounds, count: pieces))
  }

  /// A queue in memory of its own, behind another's.
  private static func queue(stealable: Range<Int>, workers: Int = 2) throws -> WorkQueue {
    let bytes = WorkQueue.byteCount(stealable: stealable.count)
    let memory = try #require(try HostGroup(alone: SoloRank()).shareMemory(byteCount: 2 * bytes))
    return WorkQueue(
      memory, at: bytes, stealable: stealable, isCrowded: memory.isCrowded(workers: workers))
  }
}
