import TextTables

/// One column of a table: cells are wrapped at spaces, and words that are too long are cut.
struct SummaryColumn {
  /// Which side the text is on.
  enum Alignment { case left, right }

  let header: String
  /// The characters of a line, without the space on either side.
  let width: Int
  let alignment: Alignment

  /// The lines of a cell, none longer than ``width``.
  func lines(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, last.columns + 1 + word.columns <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines.map { $0.cut(toColumns: width) }
  }

  /// A line filled up with spaces.
  func padded(_ line: String) -> String {
    line.padded(toColumns: width, alignment == .left ? .left : .right)
  }
}
