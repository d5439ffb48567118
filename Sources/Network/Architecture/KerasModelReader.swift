package import Foundation

extension Architecture {
  /// Reads what Keras' `model.to_json()` returns for a Sequential model, from Keras 2 and Keras 3.
  ///
  /// Fields that are absent have Keras' defaults, names that are absent are the ones that Keras gives. Fields that do
  /// not change what is computed are passed over, and so is how the model was compiled: the run has its own settings.
  ///
  /// - Throws: if the text is not such a model, or has anything that is not supported.
  package static func decode(_ json: Data) throws(ArchitectureError) -> Architecture {
    var reader = KerasModelReader()
    return try reader.read(try JSONValue(parsing: json))
  }
}

/// Reads Keras' JSON of a Sequential model, layer by layer.
private struct KerasModelReader {
  private var names = LayerNames()
  private var inputShape: ImageShape?
  private var layers: [(name: String, kind: LayerKind)] = []
  /// The names of the layers that are not trained.
  private var frozen: Set<String> = []

  mutating func read(_ model: JSONValue) throws(ArchitectureError) -> Architecture {
    let className = model.fields?["class_name"]
    guard className == "Sequential" else { throw .unsupported("class_name", className, "\"Sequential\"") }
    if let registered = model.fields?["registered_name"], registered != .null {
      throw .unsupported("registered_name", registered, "null: Keras' own Sequential class")
    }
    // Early versions of Keras 2 wrote the layers alone, without the model's own configuration.
    let configuration = model.fields?["config"]
    let bareLayers = configuration?.elements.map { ["layers": JSONValue.array($0)] }
    var fields = LayerFields(configuration?.fields ?? bareLayers ?? [:])
    let isTrained = try fields.boolean("trainable", default: true)
    let name = try modelName(&fields)
    let list = fields.take("layers")
    guard let entries = list?.elements else { throw .unsupported("config.layers", list, "a list of layers") }
    for (index, entry) in entries.enumerated() { try readLayer(entry, number: index + 1) }
    try readShape(fields.take("build_input_shape"), field: "build_input_shape")
    try fields.finish()
    guard let inputShape else {
      throw .unsupported(
        "input shape", nil, "an InputLayer with batch_shape, or batch_input_shape in the first layer")
    }
    if !isTrained { frozen.formUnion(layers.map(\.name)) }
    return try Architecture(name: name, inputShape: inputShape, layers: layers, frozen: frozen)
  }

  private func modelName(_ fields: inout LayerFields) throws(ArchitectureError) -> String {
    try fields.singlePrecision()
    let value = fields.take("name") ?? "sequential"
    guard let name = value.characters else { throw .unsupported("config.name", value, "a string") }
    return name
  }

  private mutating func readLayer(_ entry: JSONValue, number: Int) throws(ArchitectureError) {
    guard let className = entry.fields?["class_name"]?.characters else {
      throw ArchitectureError.unsupported("class_name", entry.fields?["class_name"], LayerClass.names)
        .inLayer(number: number)
    }
    let configuration = entry.fields?["config"] ?? [:]
    let givenName = configuration.fields?["name"] ?? .null
    let name = givenName.characters ?? names.next(className: className)
    do throws(ArchitectureError) {
      guard let values = configuration.fields else { throw .unsupported("config", configuration, "an object") }
      if givenName != .null, givenName.characters == nil { throw .unsupported("name", givenName, "a string") }
      if let registered = entry.fields?["registered_name"], registered != .null {
        throw .unsupported("registered_name", registered, "null: Keras' own layers, no custom ones")
      }
      var fields = LayerFields(values)
      _ = fields.take("name")
      if className == "InputLayer" {
        try readInput(&fields, number: number)
      } else {
        layers.append((name, try readKind(className, name: name, &fields)))
      }
      try fields.finish()
    } catch {
      throw error.inLayer(named: name, className: className)
    }
  }

  private mutating func readInput(_ fields: inout LayerFields, number: Int) throws(ArchitectureError) {
    guard number == 1 else {
      throw ArchitectureError(
        field: "class_name", found: "\"InputLayer\"", supported: "InputLayer as the first layer only")
    }
    try fields.singlePrecision()
    try readShapeFields(&fields)
  }

  private mutating func readKind(
    _ className: String, name: String, _ fields: inout LayerFields
  ) throws(ArchitectureError) -> LayerKind {
    guard let layerClass = LayerClass(rawValue: className) else {
      throw .unsupported("class_name", .string(className), LayerClass.names)
    }
    if try !fields.common() { frozen.insert(name) }
    if layers.isEmpty { try readShapeFields(&fields) }
    return try LayerKind(layerClass, fields: &fields)
  }

  private mutating func readShapeFields(_ fields: inout LayerFields) throws(ArchitectureError) {
    for field in ["batch_shape", "batch_input_shape"] { try readShape(fields.take(field), field: field) }
  }

  /// Takes the shape of the input from one of the places where Keras writes it; all of them must agree.
  private mutating func readShape(_ value: JSONValue?, field: String) throws(ArchitectureError) {
    guard let value, value != .null else { return }
    let axes = value.elements?.dropFirst().compactMap(\.wholeNumber) ?? []
    guard axes.count == 3, value.elements?.count == 4, value.elements?.first == .null else {
      throw .unsupported(field, value, "[null,rows,columns,channels]: images in batches of any size")
    }
    let shape = ImageShape(rows: axes[0], columns: axes[1], channels: axes[2])
    guard inputShape == nil || inputShape == shape else {
      throw .unsupported(field, value, "the same shape as the input layer's, \(inputShape?.axes ?? [])")
    }
    inputShape = shape
  }
}
