package import KernelInterface

/// Who watches a run: rank 0 writes logs, metrics and checkpoints, the other ranks watch in silence.
///
/// The loop calls the same methods on every rank; which observer a rank has is decided once, where the program is
/// put together.
package protocol TrainingObserver {
  /// The first step is about to be taken.
  mutating func runStarted() throws
  /// A step has been taken; must be quick.
  mutating func stepEnded(_ progress: StepProgress)
  /// What is asked of the run; on every rank, where all ranks agree about it. Must be quick.
  func request(at position: RunPosition) -> RunRequest
  /// A checkpoint is to be saved of the run as it stands. On every rank; the first one copies what it needs, and writes it while
  /// training goes on.
  ///
  /// - Parameter best: the result's weights after the best epoch; nil where they are not wanted, or before the first epoch.
  mutating func checkpoint(_ progress: RunProgress, state: TrainingState, best: FloatBuffer?)
  /// The run was asked to stop, and ends when this returns; throws where the checkpoint could not be saved.
  mutating func runStopping() throws
  /// What is told the progress of the evaluation that is about to begin; nil for nothing.
  ///
  /// - Parameter epoch: the epoch that is validated, nil for the test at the end.
  func evaluationWatch(epoch: Int?) -> EvaluationWatch?
  /// An epoch has been trained and validated; the state holds the weights after it.
  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) throws
  /// Numbers differ that should be the same, and the run is about to end because of it: both versions are to be kept.
  mutating func keep(_ evidence: Evidence)
  /// The run is complete.
  mutating func runEnded(_ record: TrainingResult, state: TrainingState) throws
}

extension TrainingObserver {
  package mutating func keep(_ evidence: Evidence) {}
  package func request(at position: RunPosition) -> RunRequest { .none }
  package mutating func checkpoint(_ progress: RunProgress, state: TrainingState, best: FloatBuffer?) {}
  package mutating func runStopping() throws {}
  package func evaluationWatch(epoch: Int?) -> EvaluationWatch? { nil }
}

/// An observer that does nothing, but passes on what is asked of its rank.
package struct SilentObserver: TrainingObserver {
  private let requests: @Sendable () -> RunRequest

  package init(requests: @escaping @Sendable () -> RunRequest = { .none }) { self.requests = requests }

  package mutating func runStarted() {}
  package mutating func stepEnded(_ progress: StepProgress) {}
  package func request(at position: RunPosition) -> RunRequest { requests() }
  package mutating func epochEnded(_ record: EpochRecord, state: TrainingState) {}
  package mutating func runEnded(_ record: TrainingResult, state: TrainingState) {}
}
