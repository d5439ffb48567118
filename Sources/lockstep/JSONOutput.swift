import Foundation
import TextTables

/// Results as JSON on standard output.
enum JSONOutput {
  /// The text of `value` on one line, keys sorted; a number that JSON cannot say, as a string.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// The same JSON with every character that would act on a terminal as JSON escapes it.
  private static func escaped(_ json: String) -> String {
    guard json.contains(where: { !$0.isPrintable }) else { return json }
    return json.map { character in
      character.isPrintable ? "\(character)" : character.utf16.map { String(format: "\\u%04x", $0) }.joined()
    }.joined()
  }
}
