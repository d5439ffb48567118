extension String {
  /// The text in quotation marks as a message shows it: control characters escaped, long text cut.
  var quoted: String { shortened(to: 80).debugDescription }

  /// The text, or its beginning and its length if it has more than `limit` characters.
  func shortened(to limit: Int) -> String {
    // Scalars, because one character may be a megabyte of combining marks.
    let scalars = unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end != scalars.endIndex
    else { return self }
    return "\(String(scalars[..<end]))… (\(utf8.count) bytes)"
  }
}
