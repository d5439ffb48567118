package import Foundation

/// JSON as this program writes it, everywhere: keys sorted, so that the same value gives the same text; "/" as it is.
///
/// JSON has no word for them, so "NaN", "Infinity" and "-Infinity" are written as strings: a diverged run is when its
/// records matter most.
package enum JSONText {
  /// How a text is laid out.
  package enum Layout: Sendable {
    /// On one line: for records, and for programs.
    case line
    /// A line for each element: for files that a person may read.
    case indented
  }

  private static let (infinity, minusInfinity, notANumber) = ("Infinity", "-Infinity", "NaN")

  /// The text of a value, without a newline at its end.
  ///
  /// - Parameter keys: how names of properties become keys, where the type does not say.
  /// - Throws: what the value's own encoding throws.
  package static func text(
    _ value: some Encodable, _ layout: Layout = .line, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = keys
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if layout == .indented { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: infinity, negativeInfinity: minusInfinity, nan: notANumber)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The value that a text says.
  ///
  /// - Throws: `DecodingError` for a text that says none.
  package static func value<Value: Decodable>(_ type: Value.Type, of json: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: infinity, negativeInfinity: minusInfinity, nan: notANumber)
    return try decoder.decode(type, from: json)
  }
}
