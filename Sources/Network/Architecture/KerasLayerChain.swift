import TextTables

/// The layers of a functional Keras model, which must follow each other one by one.
struct KerasLayerChain {
  /// In the order in which they compute.
  private(set) var layers: [JSONValue] = []

  private static let supported = "a plain chain: each layer called once, with the output of one other"

  /// Follows the calls from the model's input to its output.
  ///
  /// - Parameters:
  ///   - entries: the layers, each with its `name` and the `inbound_nodes` that it is called with.
  ///   - inputs: the field `input_layers`.
  ///   - outputs: the field `output_layers`.
  /// - Throws: if a layer is called twice, or with anything but the output of one other layer; if outputs branch.
  init(_ entries: [JSONValue], from inputs: JSONValue?, to outputs: JSONValue?) throws(ArchitectureError) {
    let input = try Self.only("input_layers", inputs)
    let output = try Self.only("output_layers", outputs)
    var following: [String: JSONValue] = [:]
    for entry in entries {
      guard let name = Self.name(of: entry) else {
        throw .unsupported("config.layers", entry, "layers with names")
      }
      let source = try Self.source(of: entry, named: name)
      guard following.updateValue(entry, forKey: source ?? "") == nil else {
        throw ArchitectureError(
          field: "inbound_nodes",
          found: source.map { "two layers that take the output of \"\($0.printable())\"" }
            ?? "two inputs", supported: Self.supported)
      }
    }
    var next = following[""]
    guard let first = next, Self.name(of: first) == input else {
      throw .unsupported("config.input_layers", inputs, "the name of the model's InputLayer")
    }
    var last = ""
    while let entry = next, layers.count < entries.count {
      layers.append(entry)
      last = Self.name(of: entry) ?? ""
      next = following[last]
    }
    guard layers.count == entries.count, last == output else {
      throw .unsupported("config.output_layers", outputs, "the last layer alone, \"\(last.printable())\"")
    }
  }

  private static func name(of entry: JSONValue) -> String? {
    entry.fields?["name"]?.characters ?? entry.fields?["config"]?.fields?["name"]?.characters
  }

  /// The one layer of a list of tensors, `["name", 0, 0]` or `[["name", 0, 0]]`.
  private static func only(_ field: String, _ value: JSONValue?) throws(ArchitectureError) -> String {
    let elements = value?.elements ?? []
    let tensor = elements.first?.characters == nil ? elements.first?.elements ?? [] : elements
    guard elements.first?.characters != nil || elements.count == 1, let name = tensor.first?.characters else {
      throw .unsupported("config.\(field)", value, "one layer")
    }
    return name
  }

  /// The layer whose output a layer is called with; nil for an input.
  private static func source(of entry: JSONValue, named name: String) throws(ArchitectureError) -> String? {
    let nodes = entry.fields?["inbound_nodes"]?.elements ?? []
    if nodes.isEmpty { return nil }
    // Keras 3: {"args": [tensor], "kwargs": {}}; Keras 2: [["name", 0, 0, {}]].
    let node = nodes[0]
    let arguments = node.fields?["args"]?.elements ?? node.elements ?? []
    let history = arguments.first?.fields?["config"]?.fields?["keras_history"]?.elements ?? arguments.first?.elements
    let options = node.fields?["kwargs"]?.fields ?? history?.dropFirst(3).first?.fields ?? [:]
    guard nodes.count == 1, arguments.count == 1, let source = history?.first?.characters,
      // Which call of the layer it is comes first: a nested model's own making may be call 0.
      history?.dropFirst(2).first == 0, options.values.allSatisfy({ $0 == .null })
    else {
      throw ArchitectureError.unsupported("inbound_nodes", .array(nodes), supported)
        .inLayer(named: name, className: entry.fields?["class_name"]?.characters ?? "layer")
    }
    return source
  }
}
