import Encodings
import TextTables

/// Results as JSON on standard output, the only way there: names from outside stay valid JSON, and nothing acts on a
/// terminal.
enum JSONOutput {
  /// Writes a value on one line.
  static func write(_ value: some Encodable) throws { try write(json: JSONText.text(value)) }

  /// Writes a text of JSON, and a newline behind it.
  static func write(json: String) throws(OutputError) { try StandardOutput.asItIs(escaped(json) + "\n") }

  /// The same JSON with every character that would act on a terminal as JSON escapes it.
  ///
  /// Such characters are in strings alone, but for the newlines between elements. What belongs to one with a quotation
  /// mark before it must not take that with it.
  private static func escaped(_ json: String) -> String {
    guard json.contains(where: { !$0.isPrintable && $0 != "\n" }) else { return json }
    return json.map { character in
      character.isPrintable || character == "\n" ? "\(character)" : character.unicodeScalars.map(escaped).joined()
    }.joined()
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    guard !(" "..."~" ~= scalar) else { return "\(scalar)" }
    return "\(scalar)".utf16.map { unit in
      "\\u" + Hexadecimal.text([UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)])
    }.joined()
  }
}
