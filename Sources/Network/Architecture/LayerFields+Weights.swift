extension LayerFields {
  /// Takes an initializer.
  ///
  /// - Parameter standard: for an absent field.
  mutating func initializer(
    _ field: String, default standard: Initializer
  ) throws(ArchitectureError) -> Initializer {
    guard let value = take(field) else { return standard }
    return try Initializer(value, field: field)
  }

  /// Takes a penalty of what a layer gives, which must be none.
  mutating func noActivityPenalty() throws(ArchitectureError) {
    guard let value = take("activity_regularizer"), value != .null else { return }
    throw .unsupported(
      "activity_regularizer", value, "null: penalties of weights alone, kernel_regularizer and bias_regularizer")
  }

  /// Takes one of some names.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ field: String, default standard: Choice
  ) throws(ArchitectureError) -> Choice where Choice.RawValue == String {
    guard let value = take(field) else { return standard }
    guard let choice = value.characters.flatMap(Choice.init(rawValue:)) else {
      throw .unsupported(field, value, Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
    }
    return choice
  }

  /// Reads a seed: a whole number, or null for none. Keras' may be negative.
  static func seed(_ value: JSONValue?, field: String = "seed") throws(ArchitectureError) -> UInt64? {
    guard let value, value != .null else { return nil }
    guard let seed = value.wholeNumber else {
      throw .unsupported(field, value, "a seed that is a whole number, or null")
    }
    return UInt64(bitPattern: Int64(seed))
  }

  /// A seed as Keras writes it.
  static func seed(_ seed: UInt64) -> JSONValue { .integer(Int(Int64(bitPattern: seed))) }

  /// The class of a nested object, or the name that stands for it; empty for anything else.
  static func className(of value: JSONValue) -> String {
    value.characters ?? value.fields?["class_name"]?.characters ?? ""
  }

  /// The options of a nested object that say anything.
  static func options(of value: JSONValue) -> [String: JSONValue] {
    var options = value.fields?["config"]?.fields ?? [:]
    if options["dtype"] == "float32" { options["dtype"] = nil }
    return options.filter { $0.value != .null }
  }

  /// A nested object as Keras serialises one.
  static func object(_ module: String, _ className: String, _ configuration: JSONValue) -> JSONValue {
    [
      "module": .string(module), "class_name": .string(className), "config": configuration, "registered_name": nil,
    ]
  }
}
