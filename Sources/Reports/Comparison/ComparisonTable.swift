import RunRecords

/// The table of runs, cell by cell.
struct ComparisonTable {
  private let runs: [RunFigures]
  private let columns: [ComparisonColumn]
  private let recipes: [String]

  init(_ comparison: RunComparison) {
    runs = comparison.runs
    columns = ComparisonColumn.columns(of: comparison.runs)
    recipes = comparison.runs.indices.map { run in
      comparison.settings.filter(Self.isInBrief).map { "\(Self.brief($0.name))\u{A0}\($0.values[run] ?? "–")" }
        .joined(separator: ", ")
    }
  }

  /// Whether a difference is told in the table: not what has a column of its own, or only some of the runs have.
  private static func isInBrief(_ difference: RunComparison.Difference) -> Bool {
    !["model", "epochs", "data_sha256"].contains(difference.name) && !difference.values.contains(nil)
  }

  /// The last part of a setting's name; of the name of a group of them, the group.
  private static func brief(_ name: String) -> Substring {
    let parts = name.split(separator: ".")
    return (parts.last == "name" ? parts.dropLast() : parts).last ?? Substring(name)
  }

  var headings: [ComparisonView.Heading] {
    cells(of: 0).map { .init(title: $0.label, isNumber: $0.classes.hasPrefix("n")) }
  }

  var rows: [ComparisonView.Row] {
    runs.indices.map { index in
      let style = SeriesStyle(number: index)
      return ComparisonView.Row(
        name: runs[index].name, styleClass: style.styleClass, dashes: style.dashes, marker: style.marker(18, 6),
        cells: cells(of: index))
    }
  }

  /// The mean of each column and its deviation.
  var means: [ComparisonView.Row] {
    let rows: [(name: String, value: (ComparisonColumn) -> Double?)] = [
      ("mean", { $0.spread(of: runs).mean }), ("standard deviation", { $0.spread(of: runs).deviation }),
    ]
    return rows.map { name, value in
      let numbers = columns.map { column in
        ComparisonView.Cell(label: column.title, value: value(column).map(column.text) ?? "", classes: "n")
      }
      let blank = { (title: String) in ComparisonView.Cell(label: title, value: "", classes: "") }
      return ComparisonView.Row(
        name: name, cells: leading(of: 0).map { blank($0.label) } + numbers + [blank("Weights")])
    }
  }

  private func cells(of index: Int) -> [ComparisonView.Cell] {
    let run = runs[index]
    let numbers = columns.map { column in
      let value = column.value(run)
      let isBest = value != nil && value == column.best(of: runs)
      return ComparisonView.Cell(
        label: column.title, value: value.map(column.text) ?? "–", classes: isBest ? "n best" : "n")
    }
    let digest = run.result.map { $0.weightsSHA256.prefix(12) + "…" } ?? "not ended"
    return leading(of: index) + numbers + [.init(label: "Weights", value: digest, classes: "")]
  }

  /// The columns before those of numbers that are compared.
  private func leading(of index: Int) -> [ComparisonView.Cell] {
    let run = runs[index]
    let epochs =
      run.epochs.count == run.plannedEpochs ? "\(run.plannedEpochs)" : "\(run.epochs.count) of \(run.plannedEpochs)"
    return [
      .init(label: "Model", value: run.model, classes: ""),
      .init(label: "Parameters", value: NumberText.grouped(run.parameters), classes: "n"),
    ]
      + (recipes.allSatisfy(\.isEmpty) ? [] : [.init(label: "Differs in", value: recipes[index], classes: "")])
      + [.init(label: "Epochs", value: epochs, classes: "n")]
  }
}
