import TextTables

/// The configuration of one layer while it is read: every field must be understood, or be harmless.
struct LayerFields {
  /// What has not been read yet.
  private var unread: [String: JSONValue]
  /// The type of numbers that was asked for, where it is another than single precision.
  private(set) var otherPrecision: String?
  /// Keras' other types: what is computed in them differs by rounding alone.
  private static let precisions = [
    "mixed_float16", "mixed_bfloat16", "float16", "bfloat16", "float64",
  ]

  init(_ fields: [String: JSONValue]) { unread = fields }

  /// Takes a field, nil if it is absent.
  mutating func take(_ field: String) -> JSONValue? { unread.removeValue(forKey: field) }

  /// Whether a field is there and has not been read.
  func contains(_ field: String) -> Bool { unread[field] != nil }

  /// Takes a whole number that must be there.
  mutating func integer(_ field: String) throws(ArchitectureError) -> Int {
    let value = take(field)
    guard let number = value?.wholeNumber else { throw .unsupported(field, value, "a whole number") }
    return number
  }

  /// Takes the size of a window: one number for both axes, or two.
  ///
  /// - Parameter defaultSize: for an absent field, or null; nil if the field must be there.
  mutating func window(
    _ field: String, default defaultSize: WindowSize? = nil
  ) throws(ArchitectureError) -> WindowSize {
    let value = take(field)
    if value ?? .null == .null, let defaultSize { return defaultSize }
    if let side = value?.wholeNumber { return WindowSize(rows: side, columns: side) }
    let sides = value?.elements?.compactMap(\.wholeNumber) ?? []
    guard sides.count == 2, value?.elements?.count == 2 else {
      throw .unsupported(field, value, "a whole number, or [rows,columns]")
    }
    return WindowSize(rows: sides[0], columns: sides[1])
  }

  /// Takes a number.
  ///
  /// - Parameter defaultNumber: for an absent field; nil if the field must be there.
  mutating func real(_ field: String, default defaultNumber: Double? = nil) throws(ArchitectureError) -> Double {
    let value = take(field)
    if value == nil, let defaultNumber { return defaultNumber }
    guard let number = value?.real else { throw .unsupported(field, value, "a number") }
    return number
  }

  /// Takes a number, nil for an absent field or null.
  mutating func optionalReal(_ field: String) throws(ArchitectureError) -> Double? {
    guard let value = take(field), value != .null else { return nil }
    guard let number = value.real else { throw .unsupported(field, value, "a number, or null") }
    return number
  }

  /// Keras' number of the last axis.
  static let lastAxis = -1

  /// Takes the axis of the channels: a number, or as Keras 2 writes it for a layer that has its input, a list of one.
  mutating func axis() throws(ArchitectureError) -> Int {
    guard let value = take("axis") else { return Self.lastAxis }
    let elements = value.elements ?? [value]
    guard elements.count == 1, let axis = elements[0].wholeNumber else {
      throw .unsupported("axis", value, "-1: the channels")
    }
    return axis
  }

  /// Takes a switch.
  mutating func boolean(_ field: String, default defaultState: Bool) throws(ArchitectureError) -> Bool {
    guard let value = take(field) else { return defaultState }
    guard case .boolean(let state) = value else { throw .unsupported(field, value, "true or false") }
    return state
  }

  /// Takes the field `activation`; absent and null mean linear.
  mutating func activation() throws(ArchitectureError) -> Activation { try Activation(take("activation") ?? .null) }

  /// Takes the field `padding`; absent means valid.
  mutating func padding() throws(ArchitectureError) -> Padding {
    guard let value = take("padding") else { return .valid }
    // Keras' pooling layers keep the case that they were given.
    guard let padding = value.characters.flatMap({ Padding(rawValue: $0.lowercased()) }) else {
      throw .unsupported("padding", value, Padding.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
    }
    return padding
  }

  /// Takes the order of an image's axes.
  mutating func channelsLast() throws(ArchitectureError) { try only("data_format", "channels_last", nil) }

  /// Takes what all layers have.
  ///
  /// - Returns: whether the layer is trained.
  @discardableResult
  mutating func common() throws(ArchitectureError) -> Bool {
    try singlePrecision()
    // Numbers of another type would become the layer's, and there is only one type.
    try only("autocast", true, false, nil)
    return try boolean("trainable", default: true)
  }

  /// Takes a field that has only one meaning here: it may be absent, or have one of the given values.
  mutating func only(_ field: String, _ values: JSONValue...) throws(ArchitectureError) {
    guard let value = take(field) else { return }
    guard values.contains(value) else {
      throw .unsupported(field, value, values.map(\.text).joined(separator: " or "))
    }
  }

  /// Takes the type of the numbers, a name or Keras' policy object: all is computed in single precision.
  mutating func singlePrecision() throws(ArchitectureError) {
    let value = take("dtype") ?? .null
    let name = value.fields?["config"]?.fields?["name"] ?? value
    guard name != .null, name != "float32" else { return }
    guard let precision = name.characters, Self.precisions.contains(precision) else {
      let names = (["float32"] + Self.precisions).map { "\"\($0)\"" }.joined(separator: ", ")
      throw .unsupported("dtype", value, names)
    }
    otherPrecision = precision
  }

  /// Refuses what nobody has read, unless it is switched off.
  func finish() throws(ArchitectureError) {
    for (field, value) in unread.sorted(by: { $0.key < $1.key }) where value != .null && value != false {
      throw .unsupported(field, value, "no such option here: leave it out, or null")
    }
  }
}

extension ArchitectureError {
  /// A field with a value that is not supported.
  static func unsupported(_ field: String, _ value: JSONValue?, _ supported: String) -> ArchitectureError {
    ArchitectureError(
      field: field.printable(), found: value.map { $0.text.printable(limit: 120) } ?? "nothing", supported: supported)
  }
}
