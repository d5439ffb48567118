import Foundation
import TextTables

/// The table that Keras 3's `model.summary()` prints when it does not print to a terminal.
///
/// - Source: `print_summary` in Keras' utils/summary_utils.py, with the 76 columns that it takes on 80.
package struct SummaryTable {
  private let architecture: Architecture
  private let columns = [
    SummaryColumn(header: "Layer (type)", width: 31, alignment: .left),
    SummaryColumn(header: "Output Shape", width: 22, alignment: .left),
    SummaryColumn(header: "Param #", width: 13, alignment: .right),
  ]

  /// The table of an architecture.
  package init(_ architecture: Architecture) {
    self.architecture = architecture
  }

  /// The whole table, with a line feed at the end of every line.
  package var text: String {
    let rows = architecture.layers.map { layer in
      lines(
        ["\(layer.name) (\(layer.className))", Self.shape(layer.outputShape), Self.grouped(layer.parameterCount)],
        bar: "│")
    }
    let header = lines(columns.map(\.header), bar: "┃")
    let body = rows.joined(separator: [rule("├", "─", "┼", "┤")])
    let table = [rule("┏", "━", "┳", "┓")] + header + [rule("┡", "━", "╇", "┩")] + body + [rule("└", "─", "┴", "┘")]
    let all = ["Model: \"\(architecture.name.printable())\""] + table + totals
    return all.map { $0 + "\n" }.joined()
  }

  private var totals: [String] {
    let (all, trained) = (architecture.parameterCount, architecture.trainedParameterCount)
    return [("Total", all), ("Trainable", trained), ("Non-trainable", all - trained)].map { kind, count in
      " \(kind) params: \(Self.grouped(count)) (\(Self.memory(bytes: count * MemoryLayout<Float>.size)))"
    }
  }

  /// One row: as many lines as its highest cell.
  private func lines(_ cells: [String], bar: String) -> [String] {
    let wrapped = zip(columns, cells).map { $0.lines($1) }
    return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
      let parts = zip(columns, wrapped).map { column, lines in
        column.padded(line < lines.count ? lines[line] : "")
      }
      return "\(bar) \(parts.joined(separator: " \(bar) ")) \(bar)"
    }
  }

  /// A horizontal line; two more dashes than characters in each column.
  private func rule(_ left: String, _ dash: String, _ crossing: String, _ right: String) -> String {
    left + columns.map { String(repeating: dash, count: $0.width + 2) }.joined(separator: crossing) + right
  }

  /// A shape with the batch axis, as Python writes a tuple.
  private static func shape(_ axes: [Int]) -> String {
    "(None, \(axes.map(String.init).joined(separator: ", ")))"
  }

  /// A count with commas between groups of three digits.
  static func grouped(_ count: Int) -> String {
    count < 1000 ? "\(count)" : grouped(count / 1000) + String(format: ",%03d", count % 1000)
  }

  /// The size of some floats: `364.54 KB`.
  static func memory(floats: Int) -> String { memory(bytes: floats * MemoryLayout<Float>.size) }

  /// A size in binary units with two decimals: `364.54 KB`.
  private static func memory(bytes: Int) -> String {
    var size = Double(bytes)
    var units = ["B", "KB", "MB"][...]
    while size >= 1024, units.count > 1 {
      size /= 1024
      units.removeFirst()
    }
    return String(format: "%.2f", size) + " " + (units.first ?? "B")
  }
}
