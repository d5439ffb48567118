import Collectives
import FashionMNIST
import KernelInterface
import Network
import RunPhases

extension TrainingLoop {
  /// All ranks agree on what is asked of the run between two steps, and do it. Collective.
  ///
  /// - Parameter least: is done in any case.
  /// - Throws: ``RunStopped`` on all ranks where one was asked to stop.
  func meet(_ observer: inout some TrainingObserver, atLeast least: RunRequest = .none) throws {
    communicator.heartbeat.enter(.agreement)
    let request = try control.agree(on: max(observer.request(at: state.position), least))
    guard request != .none else { return }
    try guards.check(&observer)
    communicator.heartbeat.enter(.checkpoint)
    let progress = try currentProgress()
    try ledger.measure(.recording) {
      observer.checkpoint(progress, state: state, best: progress.past.best == nil ? nil : bestWeights)
      guard request == .stop else { return }
      try together("saving the checkpoint") { try observer.runStopping() }
      throw RunStopped(position: state.position)
    }
  }

  /// Where the run stands, between two steps. Collective.
  private func currentProgress() throws(CommunicationError) -> RunProgress {
    var progress = progress
    progress.position = state.position
    progress.seconds += seconds(since: start)
    // Before a resumed epoch goes on, its sums are still where they came from.
    guard state.stepInEpoch > 0, progress.scores.isEmpty else { return progress }
    progress.scores = try shardScores()
    progress.epochSeconds += seconds(since: epochStart)
    return progress
  }

  /// The scores of all ranks' shards since the epoch began. Collective.
  func shardScores() throws(CommunicationError) -> [Score] {
    let own = workers.flatMap { worker in zip(worker.shards, worker.scores).map { (shard: $0, score: $1) } }
    return try ScoreSum.gathered(own, shards: configuration.shards, communicator: communicator)
  }

  var stepProgress: StepProgress {
    var score = Score()
    for worker in workers { for part in worker.scores { score.add(part) } }
    return StepProgress(
      epoch: state.epoch + 1, step: state.stepInEpoch, steps: data.schedule.stepsPerEpoch,
      seconds: progress.epochSeconds + seconds(since: epochStart), partialScore: score,
      imagesSoFar: min(state.stepInEpoch * configuration.batchSize, data.schedule.partition.images))
  }

  func seconds(since start: ContinuousClock.Instant) -> Double {
    let duration = clock.now - start
    return Double(duration.components.seconds) + 1e-18 * Double(duration.components.attoseconds)
  }
}
