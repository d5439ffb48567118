import RunRecords

/// The learning curves of several runs, one over the other.
struct ComparisonCurves {
  private let runs: [RunFigures]

  init(_ runs: [RunFigures]) { self.runs = runs }

  /// Training and validation, loss and accuracy; those without a number are left out.
  var charts: [LineChart] {
    [
      chart("training-loss", "Training loss") { $0.training.loss },
      chart("validation-loss", "Validation loss") { $0.validation?.loss },
      chart("training-accuracy", "Training accuracy") { $0.training.accuracy },
      chart("validation-accuracy", "Validation accuracy") { $0.validation?.accuracy },
    ]
    .filter { !$0.isEmpty }
  }

  private func chart(_ identifier: String, _ title: String, _ value: (EpochFigures) -> Double?) -> LineChart {
    let series = runs.enumerated().map { index, run in
      let points = run.epochs.compactMap { epoch in
        value(epoch).map { LineChart.Point(x: Double(epoch.epoch), y: $0) }
      }
      return LineChart.Series(run.name, style: index, points: points)
    }
    let ends = series.compactMap { series in
      series.points.last.map { "\(series.name ?? ""): \(NumberText.fixed($0.y, 4)) in epoch \(Int($0.x))" }
    }
    return LineChart(
      identifier: identifier, title: title,
      description: "\(title) over epochs. At the end, \(ends.joined(separator: "; ")).",
      horizontalTitle: "epoch", series: series)
  }
}
