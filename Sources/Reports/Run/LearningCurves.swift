import RunRecords

/// The learning curves of a run.
struct LearningCurves {
  private let run: RunFigures

  init(_ run: RunFigures) { self.run = run }

  /// Loss and accuracy; those without a number are left out.
  var charts: [LineChart] {
    [
      chart("loss", "Loss", \.loss, digits: 4),
      chart("accuracy", "Accuracy", \.accuracy, digits: 4),
    ]
    .filter { !$0.isEmpty }
  }

  private func chart(
    _ identifier: String, _ title: String, _ value: (MeanScore) -> Double, digits: Int
  ) -> LineChart {
    let series = [
      LineChart.Series("training", style: 0, points: run.epochs.map { Self.point($0, value($0.training)) }),
      LineChart.Series(
        "validation", style: 1,
        points: run.epochs.compactMap { epoch in epoch.validation.map { Self.point(epoch, value($0)) } }
      ),
    ]
    let changes = series.compactMap { series -> String? in
      guard let first = series.points.first, let last = series.points.last, let name = series.name else { return nil }
      return "\(name) from \(NumberText.fixed(first.y, digits)) in epoch \(Int(first.x)) to "
        + "\(NumberText.fixed(last.y, digits)) in epoch \(Int(last.x))"
    }
    let best = run.bestEpoch
    return LineChart(
      identifier: identifier, title: title,
      description: "\(title) over epochs: \(changes.joined(separator: "; ")).", horizontalTitle: "epoch",
      series: series,
      mark: best.map { LineChart.Mark(x: Double($0.epoch), text: "best epoch: \($0.epoch)") })
  }

  private static func point(_ epoch: EpochFigures, _ value: Double) -> LineChart.Point {
    LineChart.Point(x: Double(epoch.epoch), y: value)
  }
}
