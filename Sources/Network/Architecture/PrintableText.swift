/// Text of unknown origin, fit for a terminal: control characters are shown as `�`, long text is cut.
func printable(_ text: String) -> String {
  let limit = 120
  let start = String(text.prefix(limit).map { isPrintable($0) ? $0 : "\u{FFFD}" })
  return text.count > limit ? start + "…" : start
}

/// False for characters that would move the cursor or change the terminal's state.
func isPrintable(_ character: Character) -> Bool {
  character.unicodeScalars.allSatisfy { scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }
}
