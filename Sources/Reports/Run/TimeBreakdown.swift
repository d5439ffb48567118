import RunRecords

/// Where the time of a run went.
package struct TimeBreakdown: Equatable, Sendable {
  /// A part, and its seconds on every rank or in all.
  package struct Part: Equatable, Sendable {
    package let name: String
    package let seconds: [Double]

    package init(_ name: String, _ seconds: [Double]) {
      self.name = name
      self.seconds = seconds
    }
  }

  /// Above each column of seconds.
  package let columns: [String]
  package let parts: [Part]
  /// How the times were taken.
  package let source: String

  /// - Precondition: every part has a time for each column.
  package init(columns: [String], parts: [Part], source: String) {
    precondition(parts.allSatisfy { $0.seconds.count == columns.count }, "every part has a time for each column")
    self.columns = columns
    self.parts = parts.filter { $0.seconds.contains { $0 > 0 } }
    self.source = source
  }

  /// What is known without a profile: the epochs tell their training, and the run its whole time.
  package init?(_ run: RunFigures) {
    guard !run.epochs.isEmpty else { return nil }
    let training = run.epochs.reduce(0) { $0 + $1.trainingSeconds }
    let validation = run.epochs.reduce(0) { $0 + max(0, $1.seconds - $1.trainingSeconds) }
    let rest = run.result.map { max(0, $0.seconds - training - validation) } ?? 0
    self.init(
      columns: ["Seconds"],
      parts: [
        Part("training steps", [training]), Part("validation", [validation]),
        Part("start, files and evaluation", [rest]),
      ],
      source: "By the clock of rank 0. A run with --profile tells layers, exchange and waiting apart.")
  }

  /// Seconds of all parts, for each column.
  package var totals: [Double] {
    columns.indices.map { column in parts.reduce(0) { $0 + $1.seconds[column] } }
  }

  /// The mean, the least and the most of the columns where there are too many to read.
  func condensed(to most: Int) -> TimeBreakdown {
    guard columns.count > most else { return self }
    let parts = parts.map { part in
      Part(
        part.name,
        [
          part.seconds.reduce(0, +) / Double(columns.count), part.seconds.min() ?? 0, part.seconds.max() ?? 0,
        ])
    }
    return TimeBreakdown(columns: ["mean", "least", "most"], parts: parts, source: source)
  }
}
