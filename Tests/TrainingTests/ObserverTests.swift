import Checkpoints
import Collectives
import Network
import Synchronization
import Testing
import Training

/// What a run tells whoever watches it.
@Suite("Observed runs", .timeLimit(.minutes(5)))
struct ObserverTests {
  @Test("the calls come in order, with the state after them")
  func calls() throws {
    let run = try TrainingRun(EqualityCase("", batchSize: 32, shards: 8).configuration)
    var observer = RecordingObserver()
    let loop = try run.makeLoop(SoloRank(), threads: 2)
    let record = try loop.run(&observer)
    let epoch = { (number: Int) in (1...5).map { "step \($0) of 5 in \(number)" } + ["epoch \(number): \(5 * number)"] }
    #expect(observer.calls == ["start"] + epoch(1) + epoch(2) + ["end: 2"])
    #expect(observer.digests.last == record.weightsSHA256)
    #expect(Set(observer.digests).count == 2)
    #expect(loop.state.epoch == 2 && loop.state.step == 10)
  }

  @Test(
    "a run that stops early ends with the weights of the best epoch, where that is wanted", arguments: [false, true])
  func earlyStopping(restores: Bool) throws {
    var configuration = EqualityCase.restored.configuration
    configuration.earlyStopping.restoreBestWeights = restores
    let run = try TrainingRun(configuration)
    var observer = RecordingObserver()
    let record = try run.makeLoop(SoloRank(), threads: 2).run(&observer)
    let best = try #require(record.epochs.filter(\.isBest).last)
    let losses = record.epochs.compactMap { $0.validation?.loss }
    #expect(losses.count == record.epochs.count && losses.min() == best.validation?.loss)
    #expect(record.stoppedEarly && record.epochs.count < 6 && record.epochs.count == best.epoch + 2)
    #expect(record.lastEpoch == (restores ? best.epoch : record.epochs.count))
    #expect(record.weightsSHA256 == observer.digests[record.lastEpoch - 1])
    #expect(record.validation == record.epochs[record.lastEpoch - 1].validation)
    if restores { #expect(observer.digests.last != record.weightsSHA256) }
  }

  @Test("an evaluation tells how far it is, to its end", arguments: [1, 3])
  func evaluation(threads: Int) throws {
    var configuration = EqualityCase("", batchSize: 32, shards: 8).configuration
    configuration.validationSplit = 0.5
    let run = try TrainingRun(configuration)
    var observer = RecordingObserver()
    _ = try run.makeLoop(SoloRank(), threads: threads).run(&observer)
    let shares = observer.evaluations.shares.withLock(\.self)
    for part in ["epoch 1", "epoch 2", "test"] {
      let own = shares.filter { $0.part == part }.map(\.share)
      #expect(own == own.sorted() && own.allSatisfy { $0 > 0 } && own.last == 1, "\(part): \(own)")
    }
  }

  @Test("progress counts images, and scores those of the rank")
  func progress() throws {
    let run = try TrainingRun(EqualityCase("", batchSize: 32, shards: 8).configuration)
    let all = try ThreadRanks.run(count: 2) { communicator in
      var observer = RecordingObserver()
      _ = try run.makeLoop(communicator, threads: 1).run(&observer)
      return observer.progress
    }
    for rank in all { #expect(rank.prefix(5).map(\.imagesSoFar) == [32, 64, 96, 128, 131]) }
    let scored = zip(all[0], all[1]).map { $0.partialScore.images + $1.partialScore.images }
    #expect(scored == [32, 64, 96, 128, 131, 32, 64, 96, 128, 131])
  }
}

/// What an evaluation told of itself.
final class RecordedEvaluations: Sendable {
  let shares = Mutex<[(part: String, share: Double)]>([])
}

/// An observer that keeps what it is told.
struct RecordingObserver: TrainingObserver {
  let evaluations = RecordedEvaluations()
  var calls: [String] = []
  var progress: [StepProgress] = []
  var digests: [String] = []

  mutating func runStarted() { calls.append("start") }

  mutating func stepEnded(_ progress: StepProgress) {
    calls.append("step \(progress.step) of \(progress.steps) in \(progress.epoch)")
    self.progress.append(progress)
  }

  func evaluationWatch(epoch: Int?) -> EvaluationWatch? {
    { [evaluations] share in
      evaluations.shares.withLock { $0.append((epoch.map { "epoch \($0)" } ?? "test", share)) }
    }
  }

  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) {
    calls.append("epoch \(record.epoch): \(state.step)")
    digests.append(WeightsDigest.hexadecimal(of: state.resultTensors))
  }

  mutating func runEnded(_ record: TrainingResult, state: TrainingState) { calls.append("end: \(state.epoch)") }
}
