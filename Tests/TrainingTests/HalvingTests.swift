import Collectives
import FashionMNIST
import Kernels
import Network
import Testing
import Training

/// Passes that are stolen by halves: the same bits again.
@Suite("Halves of passes", .timeLimit(.minutes(2)))
struct HalvingTests {
  /// Leaves of a step and of a pass, and whose passes are taken.
  struct Case: Sendable, CustomTestStringConvertible {
    let shards: Int
    let leavesAtOnce: Int
    let victim: Int
    /// What the victim shares: halves, and passes of one leaf.
    let pieces: Int

    var testDescription: String { "\(shards) shards, \(leavesAtOnce) in a pass, worker \(victim)" }
  }

  private static let cases = [
    // Four passes each; the last is added to the one before.
    Case(shards: 16, leavesAtOnce: 2, victim: 0, pieces: 6), Case(shards: 16, leavesAtOnce: 2, victim: 1, pieces: 6),
    // Five passes; the last one's sum is the beginning of another.
    Case(shards: 20, leavesAtOnce: 2, victim: 0, pieces: 6),
    // Passes of 4, 2 and 1 leaves; of 4, 4 and 3.
    Case(shards: 31, leavesAtOnce: 4, victim: 0, pieces: 5), Case(shards: 31, leavesAtOnce: 4, victim: 1, pieces: 6),
  ]

  @Test("as many as are stolen, gradients and scores are the same", arguments: cases, [false, true])
  func sameBits(example: Case, begunWithHalf: Bool) throws {
    let expected = try Self.steps(example, halving: .byPace, stolen: 0)
    for stolen in 0...example.pieces {
      let found = try Self.steps(example, halving: begunWithHalf ? .always : .byPace, stolen: stolen)
      #expect(found.gradients == expected.gradients && found.scores == expected.scores, "\(stolen) stolen")
    }
  }

  /// Three steps, of which the last has empty leaves; the other worker is done first, and steals so many pieces.
  private static func steps(
    _ example: Case, halving: StealingPartners.Halving, stolen: Int
  ) throws -> (gradients: [[UInt32]], scores: [[Score]]) {
    let run = try StealingTests.run(leavesAtOnce: example.leavesAtOnce, shards: example.shards)
    let pair = try WorkerPair(run, halving: halving)
    try #require(pair.passes[example.victim].queue.stealable.count == example.pieces)
    var gradients: [[UInt32]] = []
    for step in 0..<3 {
      let round = step + 1
      for worker in [1 - example.victim, example.victim] {
        pair.workers[worker].offer(step: step, round: round)
        for _ in 0..<(worker == example.victim ? stolen : 0) { try pair.help(worker, step: step, round: round) }
        pair.workers[worker].computeGradients(step: step, round: round, draw: pair.draw)
      }
      gradients += pair.sums
    }
    return (gradients, pair.workers.map(\.scores))
  }

  @Test("the last pass begins with a half if most others are done sooner", arguments: [0, 1, 2])
  func helpers(count: Int) throws {
    let passes = try Self.passes(workers: 3)
    let group = StealingPartners(passes, worker: 0)
    // Passes of a second and more, so that no pause of the test matters.
    let now = Pace.now
    let start = now - 30_000_000_000
    #expect(group.begin(3, of: passes[0], since: start) == 2)
    for helper in passes[1...].prefix(count) { helper.queue.lastBegin = now - 12_000_000_000 }
    #expect(group.begin(3, of: passes[0], since: start) == (count == 2 ? 1 : 2))
    #expect(group.begin(2, of: passes[0], since: start) == 2)
    #expect(passes[0].queue.lastBegin >= now)
  }

  @Test("what others noted in an earlier step does not count")
  func earlierStep() throws {
    let passes = try Self.passes(workers: 2)
    let group = StealingPartners(passes, worker: 0)
    let start = Pace.now - 30_000_000_000
    passes[1].queue.lastBegin = start - 1
    #expect(group.begin(3, of: passes[0], since: start) == 2)
    passes[1].queue.lastBegin = start + 15_000_000_000
    #expect(group.begin(3, of: passes[0], since: start) == 1)
  }

  /// What workers with four passes of two leaves share.
  private static func passes(workers: Int) throws -> [StealablePasses] {
    try StealingTests.run(leavesAtOnce: 2, shards: 8 * workers).makeAssembly(threads: workers).passes
  }

  @Test(
    "there are none where half a pass is too little, or halves of three passes take too much memory",
    arguments: [
      (1, 2, false, 0), (4, 1, false, 3), (4, 2, true, 3), (4, 3, true, 3), (7000, 2, true, 3), (20_000, 2, false, 2),
    ])
  func sharing(imagesInLeaf: Int, leavesAtOnce: Int, inHalves: Bool, passes: Int) throws {
    let network = Network(
      try SampleModel.convolutions(), kernels: try KernelRegistry.chosen(environment: [:]), capacity: 4)
    let schedule = try BatchSchedule(ShardCount(8, batchSize: 8 * imagesInLeaf, images: 16 * imagesInLeaf))
    let sharing = StealingPolicy(network, schedule, leavesAtOnce: leavesAtOnce, pixelsPerImage: 80)
    #expect(sharing.inHalves == inHalves)
    let program = LeafProgram(SumTree(leafCount: 8), leaves: 0..<8, leavesAtOnce: leavesAtOnce)
    #expect(sharing.passes(of: program).count == passes)
  }
}
