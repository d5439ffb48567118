import Collectives
import Network
import Testing
import Training

/// Where the first number came from that is not finite.
@Suite("Numbers that are not finite", .timeLimit(.minutes(5)))
struct NotFiniteTests {
  @Test(
    "a learning rate that is too high is found in the layer that first overflows", arguments: [(1, 1), (1, 2), (3, 2)])
  func overflow(ranks: Int, threads: Int) throws {
    let run = try GuardTests.run { $0.optimizer.learningRate = 1e30 }
    for outcome in try run.sabotaged(nil, ranks: ranks, threads: threads) {
      let origin = try Self.origin(outcome)
      #expect(origin.step == 2 && origin.epoch == 1)
      guard case .pass(let number, let worker) = origin.place, case .output(let layers) = number.holder else {
        Issue.record("it was found elsewhere: \(origin)")
        continue
      }
      // The first shard's images come first.
      #expect(number.leaf == 0 && worker == WorkerName(rank: 0, thread: 0) && layers.contains("conv_1"))
      #expect(origin.description.contains("in the output of \(layers) for training image"))
      #expect(origin.description.contains("--learning-rate"))
    }
  }

  @Test("a weight that the optimiser makes infinite is named, with its learning rate", arguments: [1, 2])
  func weight(ranks: Int) throws {
    let run = try GuardTests.run {
      $0.optimizer = OptimizerSettings(.sgd(SGDSettings()), learningRate: 1e38)
      $0.batchSize = 160
    }
    for outcome in try run.sabotaged(nil, ranks: ranks, threads: 1) {
      let origin = try Self.origin(outcome)
      guard case .weight(let tensor, let indices, let rate) = origin.place else { continue }
      #expect(origin.step == 1 && rate == 1e38 && !tensor.isEmpty && !indices.isEmpty)
    }
  }

  @Test("numbers that no training made are called a fault", arguments: [(1, 1), (2, 2)])
  func fault(ranks: Int, threads: Int) throws {
    var run = try GuardTests.run()
    run.guards = GuardSettings(weightsEvery: 2, auditEvery: nil)
    // All copies at once, so that they agree; the bias of the output, which reaches everything.
    let sabotage = Sabotage(ranks: Set(0..<ranks), step: 3) { _ in .nan }
    for outcome in try run.sabotaged(sabotage, ranks: ranks, threads: threads, ranksPerHost: ranks) {
      let origin = try Self.origin(outcome)
      #expect(origin.step == 4)
      guard case .nowhere(let since, let found) = origin.place else {
        Issue.record("it was found somewhere: \(origin)")
        continue
      }
      #expect(since == 0 && found.contains("conv.kernel"), "\(found)")
      #expect(origin.description.contains("not the training"))
    }
  }

  @Test("the search crosses epochs")
  func epochs() throws {
    // The rate rises so slowly that only a later epoch overflows.
    let run = try GuardTests.run {
      $0.epochs = 4
      $0.optimizer = OptimizerSettings(.sgd(SGDSettings()), learningRate: 1e-3)
      $0.schedule = LearningRateSchedule(.step(epochs: 1, factor: 1e12))
    }
    let origins = try [(1, 1), (2, 2)].flatMap { ranks, threads in
      try run.sabotaged(nil, ranks: ranks, threads: threads).map { try Self.origin($0) }
    }
    #expect(origins.allSatisfy { $0 == origins[0] || $0.step == origins[0].step } && origins[0].step > 5, "\(origins)")
  }

  @Test("without guards the end of an epoch still tells")
  func off() throws {
    var run = try GuardTests.run { $0.optimizer.learningRate = 1e30 }
    run.guards = .none
    for outcome in try run.sabotaged(nil, ranks: 2, threads: 1) {
      #expect(outcome.error == .lossIsNotANumber(epoch: 1, step: 5))
    }
  }

  private static func origin(_ outcome: SabotagedOutcome) throws -> NotFiniteOrigin {
    guard case .notFinite(let origin) = outcome.error else {
      throw NotFound(description: "\(outcome)")
    }
    return origin
  }

  private struct NotFound: Error, CustomStringConvertible { let description: String }
}
