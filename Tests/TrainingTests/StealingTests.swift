import Collectives
import CounterRandom
import FashionMNIST
import Kernels
import Network
import Testing
import Training

/// Passes that a worker computes for another: the same bits as those that their owner computes.
@Suite("Work stealing", .timeLimit(.minutes(5)))
struct StealingTests {
  /// Who is late: the other one computes what it shares.
  enum Late: CaseIterable {
    case nobody
    case first
    case second
  }

  @Test("changes neither gradients nor scores", arguments: [1, 2])
  func sameBits(leavesAtOnce: Int) throws {
    let results = try Late.allCases.map { try Self.steps(late: $0, leavesAtOnce: leavesAtOnce) }
    #expect(results[1].gradients == results[0].gradients && results[2].gradients == results[0].gradients)
    #expect(results[1].scores == results[0].scores && results[2].scores == results[0].scores)
    // Five steps, of which the last has empty leaves, with the three passes that one worker shares.
    #expect(results.map(\.stolen) == [0, 15, 15])
  }

  /// Leaves of a step and of a pass, and whose passes are taken.
  struct Case: Sendable, CustomTestStringConvertible {
    let shards: Int
    let leavesAtOnce: Int
    let victim: Int

    var testDescription: String { "\(shards) shards, \(leavesAtOnce) in a pass, worker \(victim)" }
  }

  private static let cases = [
    // Four passes each; the last is added to the one before.
    Case(shards: 16, leavesAtOnce: 2, victim: 0), Case(shards: 16, leavesAtOnce: 2, victim: 1),
    // Five passes; the last one's sum is the beginning of another.
    Case(shards: 20, leavesAtOnce: 2, victim: 0),
    // Passes of 4, 2 and 1 leaves; of 4, 4 and 3.
    Case(shards: 31, leavesAtOnce: 4, victim: 0), Case(shards: 31, leavesAtOnce: 4, victim: 1),
  ]

  @Test("as many passes as are stolen, gradients and scores are the same", arguments: cases)
  func sameBits(example: Case) throws {
    let expected = try Self.steps(example, stolen: 0)
    for stolen in 1...3 {
      let found = try Self.steps(example, stolen: stolen)
      #expect(found.gradients == expected.gradients && found.scores == expected.scores, "\(stolen) stolen")
    }
  }

  /// Three steps, of which the last has empty leaves; the other worker is done first, and steals so many passes.
  private static func steps(_ example: Case, stolen: Int) throws -> Result {
    let pair = try WorkerPair(run(leavesAtOnce: example.leavesAtOnce, shards: example.shards))
    try #require(pair.passes[example.victim].queue.stealable.count == 3)
    var result = Result()
    for step in 0..<3 {
      let round = step + 1
      for worker in [1 - example.victim, example.victim] {
        pair.workers[worker].offer(step: step, round: round)
        for _ in 0..<(worker == example.victim ? stolen : 0) { try pair.help(worker, step: step, round: round) }
        pair.workers[worker].computeGradients(step: step, round: round, draw: pair.draw)
      }
      result.gradients += pair.sums
    }
    result.scores = pair.workers.map(\.scores)
    return result
  }

  @Test(
    "is for passes that take longer than their gradient's way, and whose images fit",
    arguments: [(16, 0), (1024, 3), (40_000, 2), (80_000, 1), (160_000, 0)])
  func worthwhile(images: Int, passes: Int) throws {
    // A dense layer multiplies each number of an image once, so a pass of few images is all memory.
    let network = Network(
      try SampleModel.small(), kernels: try KernelRegistry.chosen(environment: [:]), capacity: 1)
    let schedule = try BatchSchedule(ShardCount(8, batchSize: 8 * images, images: 16 * images))
    let sharing = StealingPolicy(network, schedule, leavesAtOnce: 1, pixelsPerImage: 80)
    let program = LeafProgram(SumTree(leafCount: 8), leaves: 0..<8)
    #expect(sharing.passes(of: program).count == passes)
  }

  @Test("is for workers with four passes or more", arguments: [(3, 0), (4, 3)])
  func passes(count: Int, shared: Int) throws {
    let network = Network(
      try SampleModel.convolutions(), kernels: try KernelRegistry.chosen(environment: [:]), capacity: 4)
    let schedule = try BatchSchedule(ShardCount(count, batchSize: 4 * count, images: 8 * count))
    let sharing = StealingPolicy(network, schedule, leavesAtOnce: 1, pixelsPerImage: 80)
    let program = LeafProgram(SumTree(leafCount: count), leaves: 0..<count)
    #expect(sharing.passes(of: program).count == shared)
  }

  @Test(
    "goes on between ranks and threads that work at the same time",
    arguments: [(2, 1), (2, 2), (4, 1), (4, 2), (1, 3), (5, 4)], [1, 2])
  func ranksAndThreads(workers: (ranks: Int, threads: Int), leavesAtOnce: Int) throws {
    let (ranks, threads) = workers
    // Three workers have five or six passes of two leaves, or of one at the ends.
    let run = try Self.run(leavesAtOnce: leavesAtOnce, shards: 16 * leavesAtOnce)
    let expected = try run.outcome()
    for _ in 0..<5 {
      let found = try run.outcomes(ranks: ranks, threads: threads, ranksPerHost: ranks)
      #expect(found == Array(repeating: expected, count: ranks))
    }
  }

  /// Leaves of four images, with everything that depends on an image's number or on the order of leaves.
  static func run(leavesAtOnce: Int, shards: Int = 16) throws -> TrainingRun {
    let configuration = EqualityCase("shared", batchSize: 4 * shards, shards: shards) {
      $0.augmentation = AugmentationSettings(flip: .random, shift: 1)
    }.configuration
    var run = try TrainingRun(configuration, of: SampleModel.convolutions(), training: 262)
    run.capacity = 4 * leavesAtOnce
    return run
  }

  /// What came of some steps: the sums of each worker, and the scores of its shards.
  private struct Result {
    var gradients: [[UInt32]] = []
    var scores: [[Score]] = []
    var stolen = 0
  }

  /// Steps of two workers, one after the other on one thread.
  private static func steps(late: Late, leavesAtOnce: Int) throws -> Result {
    let pair = try WorkerPair(run(leavesAtOnce: leavesAtOnce))
    var result = Result()
    for step in 0..<5 {
      let order = late == .first ? [1, 0] : [0, 1]
      for worker in order where late != .nobody { pair.workers[worker].offer(step: step, round: step + 1) }
      for worker in order {
        if late == .nobody { pair.workers[worker].offer(step: step, round: step + 1) }
        pair.workers[worker].computeGradients(step: step, round: step + 1, draw: pair.draw)
        if worker == order[0], late != .nobody { result.stolen += try pair.takenPasses(of: order[1], round: step + 1) }
      }
      result.gradients += pair.sums
    }
    result.scores = pair.workers.map(\.scores)
    return result
  }
}
