import Checkpoints
import Collectives
import KernelInterface
import Network
import RunRecords
import Support
import Training

/// A run that is stopped after some step, and goes on from the file of its checkpoint.
struct StoppedRun {
  let run: TrainingRun
  let checkpoint: Checkpoint

  /// Trains until after step `step` on ranks with threads, which may begin at a checkpoint too.
  init(_ run: TrainingRun, after step: Int, ranks: Int, threads: Int, from earlier: Checkpoint? = nil) throws {
    self.run = run
    let found = try ThreadRanks.run(count: ranks, ranksPerHost: 1) { communicator in
      var observer = StoppingObserver(step: step, network: run.makeNetwork(), configuration: run.configuration)
      let loop = try run.makeLoop(
        communicator, threads: threads, resuming: earlier.map { try run.resumePoint($0) }, checkpointSteps: 1)
      do {
        _ = try loop.run(&observer)
        throw NotStopped()
      } catch let error as RunStopped {
        return (error.position, observer.checkpoint)
      }
    }
    guard let first = found.first, let checkpoint = first.1, found.allSatisfy({ $0.0.step == step }) else {
      throw NotStopped()
    }
    self.checkpoint = checkpoint
  }

  /// What each rank comes to that goes on from the checkpoint.
  func outcomes(ranks: Int, threads: Int, ranksPerHost: Int = 1) throws -> [ResumedOutcome] {
    try ThreadRanks.run(count: ranks, ranksPerHost: ranksPerHost) { communicator in
      var observer = SilentObserver()
      let loop = try run.makeLoop(communicator, threads: threads, resuming: try run.resumePoint(checkpoint))
      return ResumedOutcome(try loop.run(&observer))
    }
  }

  private struct NotStopped: Error {}
}

/// What must be the same for a run that was never stopped and for one that was.
struct ResumedOutcome: Equatable, Sendable {
  let weightsSHA256: String
  let test: Score
  let validation: Score?
  let epochs: Int
  let lastEpoch: Int
  let stoppedEarly: Bool
  let last: EpochScores?

  /// Of the last epoch that was trained.
  struct EpochScores: Equatable, Sendable {
    let training: Score
    let validation: Score?
    let isBest: Bool
  }

  init(_ result: Training.TrainingResult) {
    weightsSHA256 = result.weightsSHA256
    (test, validation, stoppedEarly) = (result.test, result.validation, result.stoppedEarly)
    (epochs, lastEpoch) = (result.figures.epochs, result.lastEpoch)
    last = result.epochs.last.map { EpochScores(training: $0.training, validation: $0.validation, isBest: $0.isBest) }
  }
}

extension TrainingRun {
  /// A checkpoint as it comes back from its file.
  func resumePoint(_ checkpoint: Checkpoint, stepsPerEpoch: Int? = nil) throws -> ResumePoint {
    let scratch = try ScratchFolder()
    let file = scratch.file("step.safetensors")
    try checkpoint.write(to: file)
    return try ResumePoint(
      try Checkpoint(reading: file), network: makeNetwork(), configuration,
      stepsPerEpoch: stepsPerEpoch, file: file)
  }

  /// What a plain process comes to that nobody stops.
  func untouched() throws -> ResumedOutcome {
    var observer = SilentObserver()
    return ResumedOutcome(try makeLoop(SoloRank(), threads: 1).run(&observer))
  }
}

/// Asks for a stop after a step, and keeps the checkpoint that is to be saved.
private struct StoppingObserver: TrainingObserver {
  let step: Int
  let network: Network
  let configuration: TrainingConfiguration
  var checkpoint: Checkpoint?

  init(step: Int, network: Network, configuration: TrainingConfiguration) {
    (self.step, self.network, self.configuration) = (step, network, configuration)
  }

  mutating func runStarted() {}
  mutating func stepEnded(_ progress: StepProgress) {}
  func request(at position: RunPosition) -> RunRequest { position.step == step ? .stop : .none }
  mutating func checkpoint(_ progress: RunProgress, state: TrainingState, best: FloatBuffer?) {
    let settings = CheckpointSettings(configuration, dataDigest: "digest")
    checkpoint = try? TrainingSnapshot(progress, state, best: best).checkpoint(of: network, settings)
  }
  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) {}
  mutating func runEnded(_ record: Training.TrainingResult, state: TrainingState) {}
}
