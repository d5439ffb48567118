package import Foundation
import TextTables

extension Architecture {
  /// Reads what Keras' `model.to_json()` returns for a model of layers that follow each other, from Keras 2 and Keras 3.
  ///
  /// Fields that are absent have Keras' defaults, names that are absent are the ones that Keras gives. Fields that do
  /// not change what is computed are passed over, and so is how the model was compiled: the run has its own settings.
  /// A text that was made JSON twice is unpacked, and the layers of nested models stand in the place of these.
  ///
  /// - Parameter remark: is called with what is not as in the text, and whoever asked should know.
  /// - Throws: if the text is not such a model, or has anything that is not supported.
  package static func decode(
    _ json: Data, remark: (String) -> Void = { _ in }
  ) throws(ArchitectureError) -> Architecture {
    var reader = KerasModelReader()
    let architecture = try reader.read(try KerasModelText.value(json))
    reader.remarks.forEach(remark)
    return architecture
  }
}

/// Reads Keras' JSON of a model, layer by layer.
private struct KerasModelReader {
  private var names = LayerNames()
  private var inputAxes: [Int]?
  private var layers: [(name: String, kind: LayerKind)] = []
  private var precisions: Set<String> = []
  /// The names of the layers that are not trained.
  private var frozen: Set<String> = []

  /// What is not as in the text.
  var remarks: [String] {
    let precision = precisions.sorted().map { $0.printable() }.joined(separator: ", ")
    return (precisions.isEmpty ? [] : ["the model asks for \(precision); it is computed in float32"])
      + names.remarks
  }

  mutating func read(_ model: JSONValue) throws(ArchitectureError) -> Architecture {
    let list = try KerasLayerList(model)
    precisions = list.precisions
    let value = list.name ?? "sequential"
    guard let name = value.characters else { throw .unsupported("config.name", value, "a string") }
    let names = layerNames(list.entries)
    for (entry, name) in zip(list.entries, names) { try readLayer(entry, named: name.given, here: name.own) }
    try readShape(list.builtShape, field: "build_input_shape")
    guard let inputAxes else {
      throw .unsupported(
        "input shape", nil, "an InputLayer with batch_shape, or batch_input_shape in the first layer")
    }
    return try Architecture(name: LayerNames.withoutSlash(name), inputAxes: inputAxes, layers: layers, frozen: frozen)
  }

  /// What each layer is called in the file, or would be by Keras, and what it is called here.
  private mutating func layerNames(_ entries: [KerasLayerList.Entry]) -> [(given: String, own: String)] {
    let given = entries.map { entry in
      entry.json.fields?["config"]?.fields?["name"]?.characters
        ?? entry.className.map { names.next(className: $0) } ?? ""
    }
    let isLayer = entries.map { !$0.isInput }
    let places = entries.indices.filter { isLayer[$0] }.map {
      LayerNames.Place(name: given[$0], model: entries[$0].model, depth: entries[$0].depth)
    }
    var own = names.own(places)[...]
    return zip(given, isLayer).map { ($0, $1 ? own.removeFirst() : $0) }
  }

  private mutating func readLayer(
    _ layer: KerasLayerList.Entry, named name: String, here own: String
  ) throws(ArchitectureError) {
    let entry = layer.json
    guard let className = layer.className else {
      throw ArchitectureError.unsupported("class_name", entry.fields?["class_name"], LayerClass.names)
        .inLayer(number: layer.number)
    }
    let configuration = entry.fields?["config"] ?? [:]
    let givenName = configuration.fields?["name"] ?? .null
    do throws(ArchitectureError) {
      guard let values = configuration.fields else { throw .unsupported("config", configuration, "an object") }
      if givenName != .null, givenName.characters == nil { throw .unsupported("name", givenName, "a string") }
      if let registered = entry.fields?["registered_name"], registered != .null {
        throw .unsupported("registered_name", registered, "null: Keras' own layers, no custom ones")
      }
      var fields = LayerFields(values)
      _ = fields.take("name")
      if layer.isInput {
        try readInput(&fields, isNested: layer.model != nil)
      } else {
        layers.append((own, try readKind(className, named: own, &fields)))
      }
      try fields.finish()
      if let precision = fields.otherPrecision { precisions.insert(precision) }
    } catch {
      throw error.inLayer(named: name, className: className)
    }
  }

  private mutating func readInput(_ fields: inout LayerFields, isNested: Bool) throws(ArchitectureError) {
    guard layers.isEmpty || isNested else {
      throw ArchitectureError(
        field: "class_name", found: "\"InputLayer\"", supported: "InputLayer before all other layers only")
    }
    try fields.singlePrecision()
    try readShapeFields(&fields)
  }

  private mutating func readKind(
    _ className: String, named name: String, _ fields: inout LayerFields
  ) throws(ArchitectureError) -> LayerKind {
    guard let layerClass = LayerClass(rawValue: className) else {
      throw .unsupported("class_name", .string(className), LayerClass.names)
    }
    if try !fields.common() { frozen.insert(name) }
    try readShapeFields(&fields)
    return try LayerKind(layerClass, fields: &fields)
  }

  private mutating func readShapeFields(_ fields: inout LayerFields) throws(ArchitectureError) {
    for field in ["batch_shape", "batch_input_shape"] { try readShape(fields.take(field), field: field) }
  }

  /// Takes the shape of the input from one of the places where Keras writes it; all of them must agree.
  ///
  /// Behind other layers a shape is a nested model's, and says nothing new. The batch axis is null, or a number if the
  /// model has learned it from its first batch.
  private mutating func readShape(_ value: JSONValue?, field: String) throws(ArchitectureError) {
    guard let value, value != .null, layers.isEmpty || field == "build_input_shape" else { return }
    let axes = value.elements?.dropFirst().compactMap(\.wholeNumber) ?? []
    guard 1...3 ~= axes.count, value.elements?.count == axes.count + 1 else {
      throw .unsupported(
        field, value,
        "[null,rows,columns,channels], [null,rows,columns] or [null,pixels]: images in batches of any size"
      )
    }
    guard inputAxes == nil || inputAxes == axes else {
      throw .unsupported(field, value, "the same shape as the input layer's, \(inputAxes ?? [])")
    }
    inputAxes = axes
  }
}
