import Collectives
import FashionMNIST
import Testing
import Training

/// Where one rank cannot go on, all end, with one cause.
@Suite("Failures in training", .timeLimit(.minutes(5)))
struct FailureTests {
  @Test("a loss that is not a number ends all ranks", arguments: [1, 3])
  func divergence(ranks: Int) throws {
    let run = try Self.run { $0.optimizer.learningRate = 1e30 }
    let errors = try Self.errors(of: run, ranks: ranks)
    #expect(errors.count == ranks && Set(errors.map { "\($0)" }).count == 1)
    let message = try #require(errors.first.map { "\($0)" })
    #expect(message.contains("diverged in step 2 (epoch 1)") && message.contains("--learning-rate"))
  }

  @Test("a loss that is not a number ends all ranks, whatever else is asked for", arguments: [1, 3])
  func divergenceWithOptions(ranks: Int) throws {
    let changes: [@Sendable (inout TrainingConfiguration) -> Void] = [
      { $0.optimizer = OptimizerSettings(.sgd(SGDSettings(momentum: 0.9)), learningRate: 1e30) },
      { $0.optimizer.clipNorm = 1 },
      { $0.optimizer.emaMomentum = 0.99 },
      { $0.labelSmoothing = 0.1 },
      { $0.earlyStopping = EarlyStopping(monitor: .loss, patience: 1, restoreBestWeights: true) },
      { $0.testAugmentation = .flip },
    ]
    for change in changes {
      let run = try Self.run {
        $0.optimizer.learningRate = 1e30
        change(&$0)
      }
      let errors = try Self.errors(of: run, ranks: ranks)
      #expect(errors.count == ranks && errors.allSatisfy { $0 is TrainingError }, "\(run.configuration)")
    }
  }

  @Test("a divergence in the last step ends all ranks", arguments: [1, 3])
  func lastStep(ranks: Int) throws {
    // One step: the loss that it is taken from is a number, the weights after it are none.
    let run = try Self.run {
      $0.epochs = 1
      $0.batchSize = 160
      $0.optimizer.learningRate = 1e30
    }
    let errors = try Self.errors(of: run, ranks: ranks)
    #expect(errors.count == ranks && errors.allSatisfy { $0 is TrainingError })
  }

  @Test(
    "an observer that throws ends all ranks",
    arguments: [
      (FailingObserver.Moment.start, "starting the run"), (.epoch, "recording epoch 1"),
      (.end, "recording the result"),
    ], 0..<3)
  func observer(moment: (moment: FailingObserver.Moment, phase: String), failing: Int) throws {
    let run = try Self.run()
    let errors = try Self.errors(of: run, ranks: 3, failing: (failing, moment.moment))
    let expected = PhaseFailure(
      phase: moment.phase, rank: failing, exitCode: 1, message: "disk full", failedRankCount: 1, rankCount: 3)
    #expect(errors as? [PhaseFailure] == Array(repeating: expected, count: 3))
  }

  @Test("more ranks than shards are refused, with advice")
  func moreRanksThanShards() throws {
    let run = try Self.run()
    let errors = try Self.errors(of: run, ranks: 9)
    #expect(errors.count == 9)
    for error in errors {
      let error = try #require(error as? DataError)
      #expect(error.kind == .badConfiguration)
      #expect(error.description.contains("--shards 16"), "\(error)")
    }
  }

  private static func run(_ change: (inout TrainingConfiguration) -> Void = { _ in }) throws -> TrainingRun {
    try TrainingRun(EqualityCase("", batchSize: 32, shards: 8, change).configuration)
  }

  /// What each rank throws; nothing for one that succeeds.
  private static func errors(
    of run: TrainingRun, ranks: Int, failing: (rank: Int, moment: FailingObserver.Moment)? = nil
  ) throws -> [any Error] {
    try ThreadRanks.run(count: ranks) { communicator -> (any Error)? in
      do {
        var observer = FailingObserver(moment: failing?.rank == communicator.rank ? failing?.moment : nil)
        _ = try run.makeLoop(communicator, threads: 2).run(&observer)
        return nil
      } catch {
        return error
      }
    }.compactMap { $0 }
  }
}

/// An observer that cannot write.
struct FailingObserver: TrainingObserver {
  enum Moment: Sendable {
    case start
    case epoch
    case end
  }

  struct Failure: Error, CustomStringConvertible {
    let description = "disk full"
  }

  /// When it fails; nil for never.
  let moment: Moment?

  mutating func runStarted() throws { try fail(at: .start) }
  mutating func stepEnded(_ progress: StepProgress) {}
  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) throws { try fail(at: .epoch) }
  mutating func runEnded(_ record: TrainingResult, state: TrainingState) throws { try fail(at: .end) }

  private func fail(at moment: Moment) throws {
    if moment == self.moment { throw Failure() }
  }
}
