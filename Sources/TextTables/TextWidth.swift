/// How much room text takes on a terminal: a character is what a person sees as one, however many scalars it has.
extension String {
  /// The columns that the text takes.
  package var columns: Int { reduce(0) { $0 + $1.columns } }

  /// The text, or as many of its characters as have room for an ellipsis behind them.
  package func cut(toColumns limit: Int) -> String {
    guard columns > limit else { return self }
    var (start, room) = ("", limit - 1)
    for character in self {
      room -= character.columns
      if room < 0 { break }
      start.append(character)
    }
    return start + "…"
  }

  /// The text filled up with spaces; longer text as it is.
  package func padded(toColumns width: Int, _ alignment: TextTable.Alignment = .left) -> String {
    let spaces = String(repeating: " ", count: max(0, width - columns))
    return alignment == .left ? self + spaces : spaces + self
  }
}

extension Character {
  /// The columns that the character takes: two for East Asian letters and for emoji.
  var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.properties.isEmojiPresentation || Self.isWide(first.value) { return 2 }
    // A picture only by the selector that follows it: ❤ and ❤️.
    if first.properties.isEmoji && unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  /// Blocks of letters that East Asian typography sets twice as wide.
  ///
  /// - Source: Unicode Standard Annex 11, `EastAsianWidth.txt`, classes W and F, without emoji.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]

  private static func isWide(_ scalar: UInt32) -> Bool {
    scalar >= 0x1100 && wide.contains { $0.contains(scalar) }
  }
}
