/// Text from outside as messages show it: names of files, layers and classes, metadata, arguments.
///
/// Anyone may have made it, so nothing in it may move the cursor, change the terminal's state, begin a line, or change
/// the direction of what follows.
extension String {
  /// The text on one line: control characters are shown by their numbers, as in `\u{1B}`, and long text is cut.
  ///
  /// - Parameter limit: the most scalars that are kept; no character is split.
  package func printable(limit: Int = 200) -> String { escaped(limit: limit, quotes: false) }

  /// The same in quotation marks, with those that it has escaped.
  package var quoted: String { "\"\(escaped(limit: 80, quotes: true))\"" }

  /// The text, or its beginning and its length if it has more than `limit` scalars.
  package func shortened(to limit: Int) -> String {
    let start = beginning(limit: limit)
    return start.endIndex == endIndex ? self : "\(start)… (\(utf8.count) bytes)"
  }

  /// The text with its lines as they are, and each shown like ``printable(limit:)``, at any length.
  package var printableLines: String {
    // Nearly all text is plain, and some of it long.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A }) { return self }
    return String(flatMap { $0 == "\n" || $0.isPrintable ? "\($0)" : $0.escaped(quotes: false) })
  }

  private func escaped(limit: Int, quotes: Bool) -> String {
    let start = beginning(limit: limit)
    let shown = start.map { $0.escaped(quotes: quotes) }.joined()
    return start.endIndex == endIndex ? shown : "\(shown)… (\(utf8.count) bytes)"
  }

  /// As many whole characters as have at most `limit` scalars: one alone may be a megabyte of combining marks.
  private func beginning(limit: Int) -> Substring {
    guard let bound = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex) else { return self[...] }
    var end = startIndex
    // A character of which scalars are left over ends behind the bound.
    while end < bound, case let next = index(after: end), next <= bound { end = next }
    return self[..<end]
  }
}

extension Character {
  /// False for characters that would move the cursor or change the terminal's state.
  package var isPrintable: Bool { unicodeScalars.allSatisfy(\.isPrintable) || isFlag }

  /// A flag of a region, spelt with tags, which are nothing by themselves.
  private var isFlag: Bool {
    let (flag, tags) = (
      "\u{1F3F4}" as Unicode.Scalar, ("\u{E0020}" as Unicode.Scalar)...("\u{E007F}" as Unicode.Scalar)
    )
    return unicodeScalars.first == flag && unicodeScalars.dropFirst().allSatisfy(tags.contains)
  }

  fileprivate func escaped(quotes: Bool) -> String {
    if quotes && (self == "\"" || self == "\\") { return "\\\(self)" }
    if isPrintable { return "\(self)" }
    return unicodeScalars.map(\.escaped).joined()
  }
}

extension Unicode.Scalar {
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    // Both only join letters or keep them apart: whole scripts and many emoji need them.
    case .format: self == "\u{200C}" || self == "\u{200D}"
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }

  fileprivate var escaped: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "\0": "\\0"
    default: isPrintable ? "\(self)" : "\\u{\(String(value, radix: 16, uppercase: true))}"
    }
  }
}
