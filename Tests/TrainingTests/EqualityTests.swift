import Collectives
import Network
import Testing
import Training

/// The one promise: any number of ranks and threads computes the same bits.
@Suite("Equal bits", .timeLimit(.minutes(5)))
struct EqualityTests {
  @Test("for 1, 2, 3 and 5 ranks of 1, 2 and 3 threads", arguments: [1, 2, 3, 5], 1...3)
  func ranksAndThreads(ranks: Int, threads: Int) throws {
    let run = try Self.standard()
    let expected = try run.outcome()
    #expect(try run.outcomes(ranks: ranks, threads: threads) == Array(repeating: expected, count: ranks))
  }

  @Test(
    "for ranks that share memory, and hosts of them",
    arguments: [(2, 2), (3, 3), (5, 5), (4, 2), (6, 2), (6, 3), (8, 4), (8, 2)], 1...2)
  func nodes(ranks: (count: Int, perHost: Int), threads: Int) throws {
    let run = try Self.standard()
    let expected = try run.outcome()
    let found = try run.outcomes(ranks: ranks.count, threads: threads, ranksPerHost: ranks.perHost, exchange: .shared)
    #expect(found == Array(repeating: expected, count: ranks.count))
  }

  @Test(
    "for so many hosts that they exchange in rounds",
    arguments: [(9, 1), (11, 1), (12, 1), (16, 1), (26, 2), (32, 1), (44, 4), (48, 2)])
  func manyHosts(ranks: (count: Int, perHost: Int)) throws {
    // Of 48 shards one host has several nodes of the tree, and its neighbour has others.
    let run = try TrainingRun(EqualityCase("many shards", batchSize: 96, shards: 48).configuration)
    let expected = try run.outcome()
    let threads = ranks.count < 20 ? 2 : 1
    let found = try run.outcomes(ranks: ranks.count, threads: threads, ranksPerHost: ranks.perHost)
    #expect(found == Array(repeating: expected, count: ranks.count))
  }

  @Test("for hosts of different size, which send messages instead, and refuse to share")
  func irregularNodes() throws {
    let run = try Self.standard()
    let expected = try run.outcome()
    #expect(try run.outcomes(ranks: 3, threads: 1, ranksPerHost: 2) == Array(repeating: expected, count: 3))
    #expect(throws: ExchangeError.noSharedMemory) {
      try run.outcomes(ranks: 3, threads: 1, ranksPerHost: 2, exchange: .shared)
    }
  }

  @Test("for messages where memory could be shared")
  func messages() throws {
    let run = try Self.standard()
    let expected = try run.outcome()
    #expect(
      try run.outcomes(ranks: 3, threads: 2, ranksPerHost: 3, exchange: .messages)
        == Array(repeating: expected, count: 3))
  }

  @Test("for any way to cut, change and score the images, and to step", arguments: EqualityCase.all + [.restored])
  func configurations(equalityCase: EqualityCase) throws {
    let run = try TrainingRun(equalityCase.configuration)
    let expected = try run.outcome()
    for (ranks, threads) in [(1, 2), (2, 1), (3, 2), (5, 1)] where ranks <= run.configuration.shards {
      for perHost in [1, ranks] {
        let found = try run.outcomes(ranks: ranks, threads: threads, ranksPerHost: perHost)
        #expect(
          found == Array(repeating: expected, count: ranks), "\(ranks) ranks, \(perHost) a host, \(threads) threads")
      }
    }
  }

  @Test(
    "for more workers than there are blocks of parameters",
    arguments: [(1, 1, 8), (5, 5, 2), (8, 4, 1), (8, 4, 2), (3, 3, 3)])
  func emptyParts(ranks: Int, perHost: Int, threads: Int) throws {
    let run = try TrainingRun(
      TrainingConfiguration(model: "small", epochs: 1, batchSize: 32, seed: 9, shards: 16), of: SampleModel.small())
    let expected = try run.outcome()
    #expect(
      try run.outcomes(ranks: ranks, threads: threads, ranksPerHost: perHost)
        == Array(repeating: expected, count: ranks))
  }

  @Test("for threads without a leaf", arguments: [(2, 1, 2), (2, 2, 2), (1, 1, 3), (2, 1, 3)])
  func idleThreads(ranks: Int, perHost: Int, threads: Int) throws {
    let run = try TrainingRun(
      TrainingConfiguration(model: "sample", epochs: 1, batchSize: 8, seed: 9, shards: 2))
    let expected = try run.outcome()
    #expect(
      try run.outcomes(ranks: ranks, threads: threads, ranksPerHost: perHost)
        == Array(repeating: expected, count: ranks))
  }

  @Test("for a preset with dropout")
  func lab003() throws {
    let images = try SampleImages(training: 33, test: 9, rows: 28, columns: 28)
    let run = try TrainingRun(
      TrainingConfiguration(
        model: "lab-003", epochs: 2, batchSize: 32, validationData: .test, seed: 11, shards: 8),
      #require(Preset.named("lab-003")).architecture(), images.location, images: images)
    let expected = try run.outcome()
    for (ranks, threads) in [(1, 3), (2, 2), (5, 1)] {
      let found = try run.outcomes(ranks: ranks, threads: threads)
      #expect(found == Array(repeating: expected, count: ranks), "\(ranks) ranks, \(threads) threads")
    }
  }

  @Test("for any capacity of the workspace", arguments: [4, 5, 37])
  func capacity(images: Int) throws {
    var run = try Self.standard()
    let expected = try run.outcome()
    run.capacity = images
    #expect(try run.outcome() == expected)
    #expect(try run.outcomes(ranks: 2, threads: 2) == [expected, expected])
  }

  @Test("for rank 0 evaluating and all evaluating")
  func evaluation() throws {
    var run = try Self.standard { $0.validationSplit = 0.2 }
    let expected = try run.outcome()
    run.configuration.evaluation = .rank0
    #expect(try run.outcomes(ranks: 3, threads: 2) == Array(repeating: expected, count: 3))
  }

  @Test("for MPI's reduction on one rank")
  func libraryReduction() throws {
    var run = try Self.standard()
    let expected = try run.outcome()
    run.configuration.reduction = .mpi
    for threads in 1...3 { #expect(try run.outcomes(ranks: 1, threads: threads) == [expected]) }
  }

  @Test("and nearly so for MPI's reduction on several ranks", arguments: [2, 3, 5])
  func libraryReductionOnSeveralRanks(ranks: Int) throws {
    var run = try Self.standard()
    let expected = try run.outcome()
    run.configuration.reduction = .mpi
    let found = try run.outcomes(ranks: ranks, threads: 2)
    #expect(found == Array(repeating: found[0], count: ranks))
    // Ten steps let a difference in the last bit grow to some ten.
    for (score, other) in zip(found[0].training, expected.training) {
      #expect((score.lossSum - other.lossSum).magnitude < 1e-4 * other.lossSum)
      #expect(score.images == other.images)
    }
  }

  @Test("but not for another order, seed or number of shards")
  func differences() throws {
    var run = try Self.standard()
    let standard = run.configuration
    var digests: Set<String> = []
    for change in 0..<4 {
      run.configuration = standard
      switch change {
      case 1: run.configuration.shuffle = false
      case 2: run.configuration.seed += 1
      case 3: run.configuration.shards = 4
      default: break
      }
      digests.insert(try run.outcome().weightsSHA256)
    }
    #expect(digests.count == 4)
  }

  @Test("scores count every image once")
  func counts() throws {
    let run = try Self.standard { $0.validationSplit = 0.25 }
    let outcome = try run.outcome()
    #expect(outcome.training.map(\.images) == [98, 98])
    #expect(outcome.validation.map { $0?.images } == [33, 33])
    #expect(outcome.test.images == 37)
    for score in outcome.training + outcome.validation.compactMap({ $0 }) + [outcome.test] {
      #expect((0...score.images).contains(score.correct))
    }
  }

  private static func standard(_ change: (inout TrainingConfiguration) -> Void = { _ in }) throws -> TrainingRun {
    try TrainingRun(EqualityCase("standard", batchSize: 32, shards: 8, change).configuration)
  }
}
