import Reports
import RunRecords
import Training

/// Compares a training with the records of a run, epoch by epoch, and writes nothing.
struct ComparingObserver: TrainingObserver {
  private let run: RecordedRun
  /// The epoch after which nothing more is to be computed; nil where the run is computed to its end.
  private let last: Int?
  /// Nil where nobody wants to know.
  private let progress: ProgressDisplay?
  /// The last epoch that was compared.
  private var compared = 0
  /// The first thing that differs, as a sentence; nil as long as all is the same.
  private(set) var difference: String?

  /// - Parameter last: the epoch after which nothing more is to be computed; nil where the run is computed to its end.
  init(_ run: RecordedRun, last: Int?, progress: ProgressDisplay?) {
    self.run = run
    self.last = last
    self.progress = progress
  }

  mutating func runStarted() {}

  func request(at position: RunPosition) -> RunRequest {
    difference != nil || last.map { compared >= $0 } ?? false ? .stop : .none
  }

  mutating func stepEnded(_ progress: StepProgress) { self.progress?.stepEnded(progress) }

  func evaluationWatch(epoch: Int?) -> EvaluationWatch? {
    progress?.evaluationWatch(epoch == nil ? .test : .validation)
  }

  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) {
    compared = record.epoch
    guard record.epoch <= run.epochs.count else {
      difference = "the run ended after epoch \(run.epochs.count) by metrics.jsonl, and goes on computed here"
      return
    }
    var found = record.figures
    found.weightsSHA256 = state.resultSHA256
    difference = EpochComparison(found: found, recorded: run.epochs[record.epoch - 1]).difference
    progress?.runEnded()
    if difference == nil { say("epoch \(record.epoch): same digest \(state.resultSHA256.prefix(12))…") }
  }

  mutating func runEnded(_ record: TrainingResult, state: TrainingState) {
    progress?.runEnded()
    guard let recorded = run.end else { return }
    difference = ResultComparison(found: record.figures, recorded: recorded).difference
    if difference == nil { say("result: same digest \(record.weightsSHA256.prefix(12))…") }
  }

  private func say(_ text: String) {
    if progress != nil { StandardError.line(text) }
  }
}
