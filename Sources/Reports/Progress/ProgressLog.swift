/// How progress is shown.
package enum ProgressStyle: Sendable, Equatable {
  case none
  /// Lines for a file: one at the end of each epoch, and in a long epoch one every half minute.
  case plain
  /// On a terminal: a line that is drawn anew in place, and in the end gives way to the epoch's.
  case bar(isColored: Bool)
}

/// What is to be written while a run goes on, and when: text alone, of numbers alone.
///
/// Times are seconds since the run began; the width of the terminal is asked for whenever a bar is drawn, for windows
/// change.
package struct ProgressLog: Sendable {
  /// Something to write.
  package enum Output: Equatable, Sendable {
    /// Whole lines, in place of what is drawn.
    case line(String)
    /// A line to be drawn in place of the one before.
    case live(String)
    /// Nothing is to be left of what is drawn.
    case clear
  }

  /// Seconds between two drawings, and between two lines of one epoch.
  private static let (drawingPause, linePause) = (0.1, 30.0)

  private let style: ProgressStyle
  /// When something was last written.
  private var lastOutput = 0.0
  /// The last step of which was heard, and when.
  private var last: (record: ProgressRecord, at: Double)?
  private var isTesting = false

  package init(_ style: ProgressStyle) { self.style = style }

  /// A step has been taken.
  package mutating func step(_ record: ProgressRecord, now: Double, columns: () -> Int) -> [Output] {
    guard style != .none else { return [] }
    last = (record, now)
    let isFirst = record.step == 1
    guard isDue(now, always: isFirst || record.step == record.steps) else { return [] }
    let heading = isFirst ? [Output.line(Self.heading(record))] : []
    switch style {
    case .none: return []
    case .plain:
      let position = ProgressFigures.percent(Double(record.step) / Double(max(record.steps, 1)))
      return [.line(Self.line(record, position: position) + " - " + ProgressFigures.timeLeft(record))]
    case .bar(let isColored):
      return heading + [.live(ProgressBar(record).text(columns: columns(), isColored: isColored))]
    }
  }

  /// So large a share of the images of an evaluation has been scored.
  package mutating func evaluation(
    of part: EvaluatedPart, share: Double, now: Double, columns: () -> Int
  ) -> [Output] {
    let isFirst = part == .test && !isTesting
    isTesting = part == .test
    guard style != .none, isDue(now, always: isFirst) else { return [] }
    let words = part.text(share: share)
    let record = part == .validation ? recordWhileValidating(now) : nil
    switch style {
    case .none: return []
    case .plain: return [.line(record.map { Self.line($0, position: words) } ?? words)]
    case .bar(let isColored):
      return [
        .live(
          record.map { ProgressBar($0, evaluation: words).text(columns: columns(), isColored: isColored) }
            ?? String(words.prefix(max(columns(), 1))))
      ]
    }
  }

  /// An epoch has come to its end.
  package mutating func epoch(_ record: ProgressRecord, now: Double) -> [Output] {
    lastOutput = now
    switch style {
    case .none: return []
    case .plain: return [.line(Self.line(record))]
    case .bar: return [.line(Self.fields(record).joined(separator: " - "))]
    }
  }

  /// The run has come to its end.
  package func end() -> [Output] {
    if case .bar = style { [.clear] } else { [] }
  }

  /// The last step's numbers, with the time that the epoch has taken by now.
  private func recordWhileValidating(_ now: Double) -> ProgressRecord? {
    guard let (heard, time) = last else { return nil }
    var record = heard
    record.seconds += now - time
    return record
  }

  /// Whether it is time to write again, which is then done.
  ///
  /// - Parameter always: whether a bar is drawn in any case.
  private mutating func isDue(_ now: Double, always: Bool) -> Bool {
    let isDue =
      if case .bar = style { always || now - lastOutput >= Self.drawingPause } else {
        now - lastOutput >= Self.linePause
      }
    if isDue { lastOutput = now }
    return isDue
  }

  private static func heading(_ record: ProgressRecord) -> String { "Epoch \(record.epoch)/\(record.epochs)" }

  /// A line for a file, which names its epoch.
  private static func line(_ record: ProgressRecord, position: String? = nil) -> String {
    ([heading(record)] + (position.map { [$0] } ?? []) + fields(record)).joined(separator: " - ")
  }

  /// Keras' fields in Keras' order, and the speed.
  private static func fields(_ record: ProgressRecord) -> [String] {
    ["\(record.step)/\(record.steps)", ProgressFigures.duration(record.seconds), ProgressFigures.perStep(record)]
      + (record.training.map { ProgressFigures.fields($0) } ?? [])
      + (record.validation.map { ProgressFigures.fields($0, prefix: "val_") } ?? [])
      + [ProgressFigures.rate(record)]
  }
}
