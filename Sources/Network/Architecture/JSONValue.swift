import Encodings
import Foundation

/// Any JSON value: Keras' fields take a number, a list, a name or an object where they please.
enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Parses a whole JSON text.
  init(parsing json: Data) throws(ArchitectureError) {
    try JSONOutline(json).check()
    do {
      self = try JSONDecoder().decode(JSONValue.self, from: json)
    } catch {
      throw ArchitectureError(
        field: "the whole text", found: "\(json.count) bytes that are not JSON",
        supported: "what Keras' model.to_json() returns")
    }
  }

  /// The value as compact JSON with sorted keys: the same text for the same value.
  var text: String {
    guard let text = try? JSONText.text(self) else { preconditionFailure("each of these values has a text") }
    return text
  }

  /// The fields of an object, nil for any other value.
  var fields: [String: JSONValue]? {
    if case .object(let fields) = self { fields } else { nil }
  }

  /// The elements of a list, nil for any other value.
  var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The characters of a string, nil for any other value.
  var characters: String? {
    if case .string(let characters) = self { characters } else { nil }
  }

  /// The whole number, nil for any other value.
  var wholeNumber: Int? {
    if case .integer(let wholeNumber) = self { wholeNumber } else { nil }
  }

  /// The number, whole or not, nil for any other value.
  var real: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSONValue: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(nilLiteral: ()) { self = .null }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(stringLiteral value: String) { self = .string(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}
