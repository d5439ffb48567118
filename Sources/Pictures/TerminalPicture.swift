import TextTables

/// A picture as lines of text.
package struct TerminalPicture: Sendable {
  /// What the characters are.
  package enum Style: Sendable {
    /// Half blocks in shades of grey, two rows of pixels a line; needs a terminal with 256 colours.
    case colored
    /// Five shades without control characters, two characters a pixel.
    case plain
  }

  fileprivate let picture: GrayPicture
  fileprivate let style: Style

  package init(_ picture: GrayPicture, style: Style) {
    self.picture = picture
    self.style = style
  }

  /// The lines, from the top.
  package var lines: [String] {
    switch style {
    case .colored: stride(from: 0, to: picture.rows, by: 2).map(coloredLine)
    case .plain: (0..<picture.rows).map(plainLine)
    }
  }

  private func coloredLine(_ y: Int) -> String {
    let cells = (0..<picture.columns).map { x in
      let bottom = y + 1 < picture.rows ? picture[y + 1, x] : 0
      return "\u{1B}[38;5;\(Self.color(picture[y, x]));48;5;\(Self.color(bottom))m▀"
    }
    return cells.joined() + "\u{1B}[0m"
  }

  /// The nearest grey of the 256 colours: black, 24 steps from 8 to 238, white.
  private static func color(_ shade: UInt8) -> Int {
    switch shade {
    case ..<4: 16
    case 247...: 231
    default: 232 + min(max((Int(shade) - 3) / 10, 0), 23)
    }
  }

  private func plainLine(_ y: Int) -> String {
    let shades: [Character] = [" ", "░", "▒", "▓", "█"]
    let line = (0..<picture.columns).map { x in shades[Int(picture[y, x]) * shades.count / 256] }
    return String(line.flatMap { [$0, $0] })
  }
}

extension TerminalPicture {
  /// Characters of a line.
  package var width: Int { picture.columns * (style == .plain ? 2 : 1) }
}

extension [TerminalPicture] {
  /// The pictures side by side, each under its title, two spaces between them; all have the same size and style.
  package func sideBySide(titles: [String]) -> [String] {
    guard let first = self.first else { return [] }
    let widths = titles.map { Swift.max($0.columns, first.width) }
    let headings = zip(titles, widths).map { $0.padded(toColumns: $1) }
    let margins = widths.map { String(repeating: " ", count: $0 - first.width) }
    let pictures = map(\.lines)
    let rows = first.lines.indices.map { line in zip(pictures, margins).map { $0[line] + $1 } }
    // Nothing but the picture itself at the end of a line.
    return ([headings] + rows).map { $0.joined(separator: "  ") }.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
