/// The line that is drawn in place while an epoch is under way.
package struct ProgressBar: Sendable {
  /// The most columns of the bar alone.
  private static let widest = 20
  /// Below so many columns a bar shows nothing.
  private static let narrowest = 5

  /// "788/1875".
  private let position: String
  /// The share of the steps that have been taken.
  private let share: Double
  /// What comes after the bar, in order; each has a place in the order of what is left out on a narrow terminal.
  private var fields: [(text: String, leavingOrder: Int)] = []

  /// - Parameter evaluation: the words of an evaluation that is under way, in place of the time left.
  package init(_ record: ProgressRecord, evaluation: String? = nil) {
    let (step, steps) = ("\(record.step)", "\(record.steps)")
    position = String(repeating: " ", count: max(steps.count - step.count, 0)) + "\(step)/\(steps)"
    share = Double(record.step) / Double(max(record.steps, 1))
    fields.append((" " + (evaluation ?? ProgressFigures.timeLeft(record)), 5))
    fields.append((" " + ProgressFigures.perStep(record), 1))
    if let score = record.training {
      let texts = ProgressFigures.fields(score)
      fields += [(" - " + texts[0], 4), (" - " + texts[1], 3)]
    }
    fields.append((" - " + ProgressFigures.rate(record), 2))
  }

  /// The line, of at most so many columns: what does not fit is left out, the least important first.
  package func text(columns: Int, isColored: Bool) -> String {
    for leaving in 0..<5 {
      let rest = fields.filter { $0.leavingOrder > leaving }.map(\.text).joined()
      let width = min(columns - position.count - 1 - rest.count, Self.widest)
      if width >= Self.narrowest { return "\(position) \(bar(width, isColored: isColored))\(rest)" }
    }
    return String((position + fields[0].text).prefix(max(columns, 1)))
  }

  private func bar(_ width: Int, isColored: Bool) -> String {
    let done = Int(Double(width) * share)
    let (full, empty) = (String(repeating: "━", count: done), String(repeating: "─", count: width - done))
    return isColored ? "\u{1B}[32m\(full)\u{1B}[90m\(empty)\u{1B}[39m" : full + empty
  }
}
