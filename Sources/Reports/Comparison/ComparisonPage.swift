/// The page that compares runs.
package struct ComparisonPage {
  private let comparison: RunComparison
  private let title: String
  private let remarks: [String]
  private let version: String

  /// - Parameters:
  ///   - title: what the runs are together.
  ///   - remarks: what is missing.
  ///   - version: of the program that makes the page.
  package init(_ comparison: RunComparison, title: String, remarks: [String], version: String) {
    self.comparison = comparison
    self.title = title
    self.remarks = remarks
    self.version = version
  }

  /// The whole page, which needs no other file.
  ///
  /// - Throws: for a template that is none, which a test would have found.
  package func html() throws -> String {
    let view = ComparisonView(comparison, title: title, remarks: remarks, version: version)
    return try PageTemplates().page("comparison", view)
  }
}

/// What the template of the page names.
struct ComparisonView {
  struct Heading {
    let title: String
    let isNumber: Bool
  }

  struct Cell {
    let label: String
    let value: String
    let classes: String
  }

  struct Row {
    let name: String
    var styleClass = ""
    var dashes = ""
    var marker = ""
    let cells: [Cell]
  }

  struct Curves {
    let charts: [ChartView]
  }

  struct DifferenceTable {
    let caption: String
    let columns: [String]
    let rows: [Row]
  }

  let title: String
  let kind = "Comparison of training runs"
  let heading: String
  let lead: String
  let version: String
  let hasRemarks: Bool
  let remarks: [String]
  let runCaption: String
  let headings: [Heading]
  let runs: [Row]
  let means: [Row]
  let hasMeans: Bool
  let curves: Curves?
  let differences: [DifferenceTable]

  init(_ comparison: RunComparison, title: String, remarks: [String], version: String) {
    let table = ComparisonTable(comparison)
    self.title = "\(title): comparison"
    heading = title
    var models: [String] = []
    for run in comparison.runs where !models.contains(run.model) { models.append(run.model) }
    lead = models.joined(separator: ", ")
    self.version = version
    (hasRemarks, self.remarks) = (!remarks.isEmpty, remarks)
    runCaption =
      "Validation figures are those of the weights that a run ends with; the best of a column is bold."
      + (comparison.isRepetition
        ? " The runs differ in nothing but seed or fold: the mean and its deviation follow." : "")
    headings = table.headings
    runs = table.rows
    means = comparison.isRepetition ? table.means : []
    hasMeans = !means.isEmpty
    let charts = ComparisonCurves(comparison.runs).charts
    curves = charts.isEmpty ? nil : Curves(charts: charts.map(ChartView.init))
    let names = comparison.runs.map(\.name)
    differences = [
      ("What decides the result", comparison.settings), ("Where it was computed", comparison.surroundings),
    ]
    .filter { !$0.1.isEmpty }.map { Self.table($0, $1, names) }
  }

  private static func table(
    _ caption: String, _ differences: [RunComparison.Difference], _ names: [String]
  ) -> DifferenceTable {
    DifferenceTable(
      caption: caption, columns: names,
      rows: differences.map { difference in
        Row(
          name: difference.name,
          cells: zip(names, difference.values).map { Cell(label: $0, value: $1 ?? "–", classes: "") })
      })
  }
}
