import Foundation
import Network
import Training

/// What `--verbose` asks for; the numbers are Keras'.
enum Verbosity: String, CaseIterable {
  /// 1 on a terminal, else 2.
  case auto
  case silent = "0"
  case bar = "1"
  case lines = "2"
}

/// Progress on standard error: a bar drawn in place, or a line per epoch, with Keras' fields in Keras' order.
struct ProgressDisplay {
  private enum Style {
    case none
    case lines
    case bar(columns: Int)
  }

  private let style: Style
  private let epochs: Int
  private var lastDrawn = 0.0

  /// - Parameter columns: the width of the terminal, nil if there is none.
  init(_ verbosity: Verbosity, epochs: Int, columns: Int?) {
    self.epochs = epochs
    switch (verbosity, columns) {
    case (.silent, _): style = .none
    case (.auto, let columns?), (.bar, let columns?): style = .bar(columns: columns)
    // A bar in a file is unreadable; so without a terminal there are lines, whatever was asked for.
    case (.auto, nil), (.bar, nil), (.lines, _): style = .lines
    }
  }

  mutating func stepEnded(_ progress: StepProgress) {
    guard case .bar(let columns) = style else { return }
    let isFirst = progress.step == 1
    guard isFirst || progress.step == progress.steps || progress.seconds - lastDrawn > 0.1 else { return }
    lastDrawn = progress.step == progress.steps ? 0 : progress.seconds
    if isFirst { StandardError.line("Epoch \(progress.epoch)/\(epochs)") }
    let score = progress.partialScore
    let remaining = progress.seconds / Double(progress.step) * Double(progress.steps - progress.step)
    let fields =
      "\(progress.step)/\(progress.steps) \(bar(progress)) \(Self.duration(remaining)) "
      + "\(Self.perStep(progress.seconds, progress.step)) - loss: \(Self.score(score.loss)) - "
      + "accuracy: \(Self.score(score.accuracy)) - "
      + "\(Self.rate(Double(progress.imagesSoFar) / progress.seconds)) images/s"
    StandardError.write("\r\u{1B}[K" + fields.prefix(max(columns - 1, 1)))
  }

  mutating func epochEnded(_ record: EpochRecord, steps: Int) {
    let fields = Self.epochFields(record, steps: steps)
    switch style {
    case .none: return
    case .lines: StandardError.line("Epoch \(record.epoch)/\(epochs)\n\(fields)")
    case .bar: StandardError.line("\r\u{1B}[K" + fields)
    }
  }

  private func bar(_ progress: StepProgress) -> String {
    let width = 20
    let done = width * progress.step / progress.steps
    return String(repeating: "━", count: done) + String(repeating: "─", count: width - done)
  }

  static func epochFields(_ record: EpochRecord, steps: Int) -> String {
    var fields = [
      "\(steps)/\(steps)", duration(record.seconds), perStep(record.trainingSeconds, steps),
      "loss: \(score(record.training.loss))", "accuracy: \(score(record.training.accuracy))",
    ]
    if let validation = record.validation {
      fields += ["val_loss: \(score(validation.loss))", "val_accuracy: \(score(validation.accuracy))"]
    }
    fields.append("\(rate(record.imagesPerSecond)) images/s")
    return fields.joined(separator: " - ")
  }

  private static func score(_ value: Double) -> String { String(format: "%.4f", value) }
  private static func rate(_ value: Double) -> String { String(format: "%.0f", value) }

  private static func perStep(_ seconds: Double, _ steps: Int) -> String {
    let milliseconds = 1000 * seconds / Double(max(steps, 1))
    return milliseconds < 10
      ? String(format: "%.1fms/step", milliseconds) : String(format: "%.0fms/step", milliseconds)
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 9.95 ? String(format: "%.1fs", seconds) : String(format: "%.0fs", seconds)
  }
}
