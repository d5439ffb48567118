extension String {
  /// The text as one word of a POSIX shell, which shows what is in it: `'two words'`, `$'\033[31m'`.
  ///
  /// - Source: POSIX.1-2024, Shell Command Language 2.2: single quotes, and dollar-single-quotes for what cannot be printed.
  package var shellWord: String {
    let isPlain = !isEmpty && unicodeScalars.allSatisfy { Self.plain.contains($0) }
    if isPlain { return self }
    guard allSatisfy(\.isPrintable) else { return "$'" + map(\.inDollarQuotes).joined() + "'" }
    return "'" + replacing("'", with: #"'\''"#) + "'"
  }

  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,=+:@%".unicodeScalars)
}

extension Character {
  /// As it stands in `$'…'`; bytes that cannot be printed by their octal numbers, of three digits each.
  fileprivate var inDollarQuotes: String {
    if self == "'" || self == "\\" { return "\\\(self)" }
    guard !isPrintable else { return "\(self)" }
    return utf8.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }
}
