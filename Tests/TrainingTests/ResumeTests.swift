import Checkpoints
import Collectives
import Testing
import Training

/// A run that was stopped and goes on ends with the same bits as one that nobody touched.
@Suite("Resumed runs", .timeLimit(.minutes(5)))
struct ResumeTests {
  @Test("from any step of an epoch and between two, with any number of ranks", arguments: 0...15)
  func everyStep(step: Int) throws {
    let run = try TrainingRun(
      EqualityCase("", batchSize: 32, shards: 8) {
        $0.epochs = 3
        $0.validationSplit = 0.1
        $0.optimizer.emaMomentum = 0.9
      }.configuration)
    // 118 images in 32s: four steps an epoch, of which the last is short.
    let last = 12
    let expected = try run.untouched()
    let stopped = try StoppedRun(run, after: min(step, last), ranks: 1 + step % 3, threads: 1 + step % 2)
    for (ranks, threads, perHost) in [(1, 1, 1), (3, 2, 1), (4, 1, 2)] {
      let found = try stopped.outcomes(ranks: ranks, threads: threads, ranksPerHost: perHost)
      if min(step, last) < last {
        #expect(found == Array(repeating: expected, count: ranks), "\(ranks) ranks")
      } else {
        #expect(found.allSatisfy { $0.weightsSHA256 == expected.weightsSHA256 && $0.test == expected.test })
      }
    }
  }

  @Test("for any way to cut, change and score the images, and to step", arguments: EqualityCase.all + [.restored])
  func configurations(equalityCase: EqualityCase) throws {
    let run = try TrainingRun(equalityCase.configuration)
    let expected = try run.untouched()
    for step in [1, 2] {
      let stopped = try StoppedRun(run, after: step, ranks: 2, threads: 1)
      #expect(
        try stopped.outcomes(ranks: 3, threads: 1) == Array(repeating: expected, count: 3), "from step \(step)")
    }
  }

  @Test("after three interruptions, with the best epoch before the first")
  func severalTimes() throws {
    let run = try TrainingRun(EqualityCase.restored.configuration)
    let expected = try run.untouched()
    #expect(expected.stoppedEarly && expected.lastEpoch < expected.epochs)
    // Three steps an epoch: within the second epoch, at the end of the third's steps, within the fourth.
    let first = try StoppedRun(run, after: 4, ranks: 1, threads: 2)
    let second = try StoppedRun(run, after: 9, ranks: 3, threads: 1, from: first.checkpoint)
    let third = try StoppedRun(run, after: 10, ranks: 2, threads: 2, from: second.checkpoint)
    #expect(!third.checkpoint.best.isEmpty)
    #expect(try third.outcomes(ranks: 1, threads: 1) == [expected])
  }

  @Test("a position is one of the run's epochs and steps")
  func positions() throws {
    let run = try TrainingRun(EqualityCase("", batchSize: 32, shards: 8).configuration)
    let checkpoint = try StoppedRun(run, after: 2, ranks: 1, threads: 1).checkpoint
    let point = { try run.resumePoint(checkpoint, stepsPerEpoch: $0) }
    #expect(try point(5).progress.position == RunPosition(step: 2, epoch: 0, stepInEpoch: 2))
    #expect(throws: StorageError.self) { try point(1) }
  }

  @Test("a checkpoint of an earlier version, which kept less, is refused")
  func earlierVersion() throws {
    let run = try TrainingRun(EqualityCase("", batchSize: 32, shards: 8).configuration)
    let new = try StoppedRun(run, after: 2, ranks: 1, threads: 1).checkpoint
    let state = new.run
    let old = Checkpoint(
      weights: new.weights, slots: new.slots,
      run: CheckpointState(
        step: state.step, epoch: state.epoch, shards: state.shards, seed: state.seed, architecture: state.architecture,
        config: state.config, dataDigest: state.dataDigest, kernelFamily: state.kernelFamily))
    let error = #expect(throws: StorageError.self) { try run.resumePoint(old) }
    #expect(error?.problem.contains("earlier") == false && error?.problem.contains("cannot be resumed") == true)
  }
}
