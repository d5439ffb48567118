import RunRecords

/// The page about a run.
package struct ReportPage {
  private let report: ReportContent

  package init(_ report: ReportContent) { self.report = report }

  /// The whole page, which needs no other file.
  ///
  /// - Throws: for a template that is none, which a test would have found.
  package func html() throws -> String { try PageTemplates().page("run", ReportView(report)) }
}

/// What the template of the page names.
struct ReportView {
  struct Figure {
    let name: String
    let value: String
    var detail: String?
  }

  struct Curves {
    let charts: [ChartView]
    let curveNote: String
    let epochRows: [EpochRow]
  }

  struct EpochRow {
    let epoch: String
    let isBest: Bool
    let cells: [String]
  }

  struct Command {
    let introduction: String
    let line: String
  }

  let title: String
  let kind = "Training run"
  let heading: String
  let lead: String
  let version: String
  let hasRemarks: Bool
  let remarks: [String]
  let figures: [Figure]
  let curves: Curves?
  let test: TestView?
  let filters: FilterView?
  let model: ModelView?
  let times: TimeView?
  let command: Command?
  let reproductionNotes: [String]
  let digest: String?
  let tables: [FactTable]

  init(_ report: ReportContent) {
    let run = report.run
    title = "\(run.name): \(run.model)"
    heading = run.name
    lead = Self.lead(run)
    version = report.version
    (hasRemarks, remarks) = (!report.remarks.isEmpty, report.remarks)
    figures = Self.figures(report)
    curves = Self.curves(run)
    test = report.test.map(TestView.init)
    filters = report.filters.map(FilterView.init)
    model = report.layers.isEmpty ? nil : ModelView(run.model, report.layers)
    times = report.time.map { TimeView($0.condensed(to: 4)) }
    command = report.reproduction.command.map {
      Command(introduction: "The same weights, to the last bit, on any number of ranks and threads:", line: $0)
    }
    reproductionNotes = report.reproduction.conditions
    digest = run.result?.weightsSHA256
    tables =
      [FactTable("What decides the result", run.settings), FactTable("Where it was computed", run.surroundings)]
      + report.tables
  }

  private static func lead(_ run: RunFigures) -> String {
    let epochs = "\(run.epochs.count) of \(run.plannedEpochs) epochs"
    return "\(run.model), \(epochs)\(run.result == nil ? "; the run has not ended" : "")"
  }

  private static func curves(_ run: RunFigures) -> Curves? {
    let charts = LearningCurves(run).charts
    guard !charts.isEmpty else { return nil }
    let best = run.bestEpoch.map { " Epoch \($0.epoch) is the best by \(run.monitor)." } ?? ""
    return Curves(
      charts: charts.map(ChartView.init),
      curveNote: "Training figures are means over the epoch, while the weights change; validation sees the epoch's "
        + "last weights.\(best)",
      epochRows: run.epochs.map { Self.row($0, isBest: $0.epoch == run.bestEpoch?.epoch) })
  }

  private static func row(_ epoch: EpochFigures, isBest: Bool) -> EpochRow {
    let numbers = [
      epoch.training.loss, epoch.training.accuracy, epoch.validation?.loss, epoch.validation?.accuracy,
    ]
    return EpochRow(
      epoch: "\(epoch.epoch)", isBest: isBest,
      cells: numbers.map { $0.map { NumberText.fixed($0, 4) } ?? "–" }
        + [NumberText.fixed(epoch.seconds, 2), NumberText.rounded(epoch.imagesPerSecond)])
  }
}
