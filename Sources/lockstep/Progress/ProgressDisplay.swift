import Foundation
import Network
import Reports
import RunRecords
import Synchronization
import Training

/// Progress on standard error, as a bar drawn in place or as lines.
struct ProgressDisplay {
  private let epochs: Int
  private let screen: ProgressScreen

  init(_ style: ProgressStyle, epochs: Int) {
    self.epochs = epochs
    screen = ProgressScreen(style)
  }

  func stepEnded(_ progress: StepProgress) {
    let score = progress.partialScore
    let record = ProgressRecord(
      epoch: progress.epoch, epochs: epochs, step: progress.step, steps: progress.steps, seconds: progress.seconds,
      trainingSeconds: progress.seconds, images: progress.imagesSoFar,
      training: score.images == 0 ? nil : MeanScore(score))
    screen.show { $0.step(record, now: $1, columns: Terminal.barColumns) }
  }

  func epochEnded(_ record: EpochRecord, steps: Int) {
    let record = ProgressRecord(
      epoch: record.epoch, epochs: epochs, step: steps, steps: steps, seconds: record.figures.seconds,
      trainingSeconds: record.figures.trainingSeconds, images: record.training.images,
      training: record.figures.training, validation: record.figures.validation)
    screen.show { $0.epoch(record, now: $1) }
  }

  func runEnded() { screen.show { log, _ in log.end() } }

  /// What shows how far an evaluation is.
  func evaluationWatch(_ part: EvaluatedPart) -> EvaluationWatch {
    { [screen] share in screen.show { $0.evaluation(of: part, share: share, now: $1, columns: Terminal.barColumns) } }
  }
}

/// The log of a run, and the stream that it is written to.
private final class ProgressScreen: Sendable {
  private let log: Mutex<ProgressLog>
  private let start = ContinuousClock.now

  init(_ style: ProgressStyle) { log = Mutex(ProgressLog(style)) }

  /// Writes what `body` makes of the log and of the seconds since the start.
  func show(_ body: (inout ProgressLog, _ now: Double) -> [ProgressLog.Output]) {
    let now = start.duration(to: .now) / .seconds(1)
    for output in log.withLock({ body(&$0, now) }) {
      switch output {
      case .line(let text): LiveLine.replace(with: text + "\n")
      case .live(let text): LiveLine.draw(text)
      case .clear: LiveLine.replace(with: "")
      }
    }
  }
}
