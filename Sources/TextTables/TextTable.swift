/// Text in aligned columns.
package struct TextTable: Sendable {
  /// How a column is aligned.
  package enum Alignment: Sendable {
    case left, right
  }

  private var rows: [[String]]
  private let alignments: [Alignment]

  /// A table whose columns have these titles and alignments.
  package init(_ columns: [(title: String, alignment: Alignment)]) {
    rows = [columns.map(\.title)]
    alignments = columns.map(\.alignment)
  }

  /// Adds a row of as many cells as there are columns.
  package mutating func append(_ cells: [String]) { rows.append(cells) }

  /// The lines, two spaces between columns, no spaces at their ends.
  package var lines: [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].columns }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, zip(widths, alignments)).map { cell, format in
        cell.padded(toColumns: format.0, format.1)
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
