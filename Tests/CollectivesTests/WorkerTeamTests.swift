import Collectives
import Synchronization
import Testing

@Suite("Worker team")
struct WorkerTeamTests {
  @Test("10,000 runs, each seen by every worker once and by the caller at once", arguments: [1, 2, 3, 5])
  func manyRuns(count: Int) throws {
    let team = try WorkerTeam(count: count)
    let sums = PerWorker(count: count)
    for run in 1...10_000 {
      team.run { worker in sums.add(run, to: worker) }
      guard sums.values == Array(repeating: run * (run + 1) / 2, count: count) else {
        Issue.record("after run \(run): \(sums.values)")
        return
      }
    }
  }

  @Test("every worker has its own number, the caller is worker 0")
  func numbers() throws {
    let team = try WorkerTeam(count: 4)
    let seen = Mutex<[Int]>([])
    team.run { worker in seen.withLock { $0.append(worker) } }
    #expect(seen.withLock { $0.sorted() } == [0, 1, 2, 3])
    #expect(team.count == 4)
  }

  @Test("what one run writes, all workers see in the next")
  func visibility() throws {
    let team = try WorkerTeam(count: 3)
    let values = PerWorker(count: 3)
    let totals = PerWorker(count: 3)
    for run in 1...1000 {
      team.run { worker in values.add(run, to: worker) }
      team.run { worker in totals.add(values.values.reduce(0, +), to: worker) }
    }
    let expected = (1...1000).reduce(0) { $0 + 3 * $1 * ($1 + 1) / 2 }
    #expect(totals.values == Array(repeating: expected, count: 3))
  }

  @Test("a team that pauses long enough to fall asleep wakes again")
  func sleepers() async throws {
    let sums = PerWorker(count: 3)
    let team = try WorkerTeam(count: 3)
    for _ in 0..<5 {
      team.run { worker in sums.add(1, to: worker) }
      try await Task.sleep(for: .milliseconds(30))
    }
    #expect(sums.values == [5, 5, 5])
  }

  @Test("teams come and go, used or not")
  func lifetimes() throws {
    for count in [0, 1, 2, 9] {
      for runs in 0..<20 {
        let team = try WorkerTeam(count: count)
        let sums = PerWorker(count: team.count)
        for _ in 0..<runs { team.run { worker in sums.add(1, to: worker) } }
        #expect(sums.values == Array(repeating: runs, count: max(count, 1)))
      }
    }
  }

  @Test("the work is released when the run returns")
  func release() throws {
    let team = try WorkerTeam(count: 3)
    weak var survivor: PerWorker?
    do {
      let sums = PerWorker(count: 3)
      survivor = sums
      team.run { worker in sums.add(1, to: worker) }
    }
    #expect(survivor == nil)
  }

  @Test("numbers below the smallest normal one are zero while the workers work, and only then", arguments: [1, 3])
  func subnormals(count: Int) throws {
    let team = try WorkerTeam(count: count)
    let halves = Mutex<[UInt32]>([])
    team.run { _ in
      let half = Float(bitPattern: Self.smallest.load(ordering: .relaxed)) / 2
      halves.withLock { $0.append(half.bitPattern) }
    }
    #expect(halves.withLock { $0 } == Array(repeating: 0, count: count))
    #expect(Float(bitPattern: Self.smallest.load(ordering: .relaxed)) / 2 > 0)
  }

  /// The bits of the smallest normal number, behind the compiler's back.
  private static let smallest = Atomic(Float.leastNormalMagnitude.bitPattern)
}

/// A number for each worker.
private final class PerWorker: Sendable {
  private let numbers: Mutex<[Int]>

  init(count: Int) { numbers = Mutex(Array(repeating: 0, count: count)) }

  var values: [Int] { numbers.withLock { $0 } }

  func add(_ number: Int, to worker: Int) { numbers.withLock { $0[worker] += number } }
}
