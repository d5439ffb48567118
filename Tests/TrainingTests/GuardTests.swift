import Checkpoints
import Collectives
import FashionMNIST
import Testing
import Training

/// Checks while training: they change nothing, and find what was changed.
@Suite("Guards", .timeLimit(.minutes(5)))
struct GuardTests {
  static let placements = [(1, 1, 1), (1, 1, 3), (2, 1, 1), (2, 2, 2), (3, 3, 1), (4, 2, 2)]

  @Test("change no bit, however often they look", arguments: placements)
  func sameBits(ranks: Int, perHost: Int, threads: Int) throws {
    for shared in [try Self.run(), try StealingTests.run(leavesAtOnce: 2, shards: 32)] {
      var run = shared
      run.guards = .none
      let expected = try run.outcome()
      run.guards = GuardSettings(weightsEvery: 1, auditEvery: 1)
      let found = try run.outcomes(ranks: ranks, threads: threads, ranksPerHost: perHost)
      #expect(found == Array(repeating: expected, count: ranks))
    }
  }

  @Test("change no bit of any configuration", arguments: EqualityCase.all + [.restored])
  func configurations(equalityCase: EqualityCase) throws {
    var run = try TrainingRun(equalityCase.configuration)
    run.guards = .none
    let expected = try run.outcome()
    run.guards = GuardSettings(weightsEvery: 2, auditEvery: 1)
    #expect(try run.outcomes(ranks: 2, threads: 2) == [expected, expected])
  }

  @Test("find a weight that was changed in one copy, and name it", arguments: placements.filter { $0.0 * $0.2 > 1 })
  func changedWeight(ranks: Int, perHost: Int, threads: Int) throws {
    var run = try Self.run()
    run.guards = GuardSettings(weightsEvery: 1, auditEvery: nil)
    let odd = WorkerName(rank: ranks - 1, thread: threads - 1)
    let sabotage = Sabotage(ranks: [odd.rank], thread: odd.thread, step: 3)
    let outcomes = try run.sabotaged(sabotage, ranks: ranks, threads: threads, ranksPerHost: perHost)
    for outcome in outcomes {
      guard case .copiesDiffer(let found) = outcome.error else {
        Issue.record("nothing was found: \(outcome)")
        continue
      }
      #expect(found.step == 3 && found.difference?.description == "element [0, 0, 0, 0] of conv.kernel")
      let isDecided = ranks * threads > 2
      #expect(found.ballot.isDecided == isDecided && found.ballot.odd == odd)
      #expect(found.description.contains("\(odd) is wrong") == isDecided, "\(found)")
      let kept = try #require(outcome.evidence)
      #expect(kept.subject == "weights" && kept.step == 3 && kept.versions.map(\.worker).first == odd)
      let pairs = zip(kept.versions[0].tensors, kept.versions[1].tensors)
      #expect(pairs.filter { $0.0 != $0.1 }.map { $0.0.name } == ["conv.kernel"])
    }
  }

  @Test("find at the next comparison what one host's weights have been since", arguments: [2, 3])
  func hosts(ranks: Int) throws {
    var run = try Self.run()
    run.guards = GuardSettings(weightsEvery: 4, auditEvery: nil)
    let outcomes = try run.sabotaged(Sabotage(ranks: [1], step: 2), ranks: ranks, threads: 1)
    for outcome in outcomes {
      guard case .copiesDiffer(let found) = outcome.error else {
        Issue.record("nothing was found: \(outcome)")
        continue
      }
      #expect(found.step == 4 && found.ballot.odd.rank == 1)
    }
  }

  @Test("find it before an epoch ends, whatever their interval")
  func epochEnd() throws {
    let outcomes = try Self.run().sabotaged(Sabotage(ranks: [1], step: 2), ranks: 2, threads: 1)
    for outcome in outcomes {
      guard case .copiesDiffer(let found) = outcome.error else {
        Issue.record("nothing was found: \(outcome)")
        continue
      }
      #expect(found.step == 5)
    }
  }

  @Test("without them a changed weight goes into the result", arguments: [(1, 1), (2, 2)])
  func off(ranks: Int, threads: Int) throws {
    var run = try Self.run()
    let expected = try run.outcome().weightsSHA256
    run.guards = .none
    let outcomes = try run.sabotaged(Sabotage(ranks: [0], step: 3), ranks: ranks, threads: threads, ranksPerHost: ranks)
    #expect(outcomes.allSatisfy { $0.digest != nil && $0.digest != expected })
    #expect(try run.sabotaged(nil, ranks: ranks, threads: threads).allSatisfy { $0.digest == expected })
  }

  @Test("find a gradient that one worker computes otherwise", arguments: [(2, 1, 1), (3, 3, 1), (1, 1, 2), (2, 2, 2)])
  func changedGradient(ranks: Int, perHost: Int, threads: Int) throws {
    var run = try Self.run()
    // One copy's weights are changed and never compared: its worker computes other gradients, once.
    run.guards = GuardSettings(weightsEvery: nil, auditEvery: 1)
    let (draw, shards) = (AuditDraw(seed: run.configuration.seed), run.configuration.shards)
    let owner = ranks - 1
    let own = ShardOwnership.shards(ofThread: threads - 1, of: threads, among: try Self.shards(of: owner, ranks, run))
    // In the epoch's last step most leaves are empty.
    let step = try #require((2...9).first { $0 != 5 && own.contains(draw.leaf(step: $0, of: shards)) })
    let sabotage = Sabotage(ranks: [owner], thread: threads - 1, step: step - 1) { -$0 - 1 }
    let outcomes = try run.sabotaged(sabotage, ranks: ranks, threads: threads, ranksPerHost: perHost)
    for outcome in outcomes {
      guard case .leafDiffers(let found) = outcome.error else {
        Issue.record("nothing was found: \(outcome)")
        continue
      }
      let worker = WorkerName(rank: owner, thread: threads - 1)
      #expect(found.step == step && found.owner == worker && found.auditor != worker && found.difference != nil)
      #expect(found.agreeingWithOwner == [worker] && found.agreeingWithAuditor.count == ranks * threads - 1)
      #expect(found.description.contains("\(worker) computes wrongly") == (ranks * threads > 2), "\(found)")
      #expect(outcome.evidence?.versions.map(\.worker) == [worker, found.auditor])
    }
  }

  private static func shards(of rank: Int, _ ranks: Int, _ run: TrainingRun) throws -> Range<Int> {
    try ShardOwnership(
      rank: rank, ranks: ranks,
      shards: ShardCount(run.configuration.shards, batchSize: run.configuration.batchSize, images: 131)
    ).shards
  }

  static func run(_ change: (inout TrainingConfiguration) -> Void = { _ in }) throws -> TrainingRun {
    try TrainingRun(EqualityCase("", batchSize: 32, shards: 8, change).configuration)
  }
}
