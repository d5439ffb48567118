/// The layers of a Keras model in the order in which they compute, those of nested models in the place of these.
struct KerasLayerList {
  /// One layer as the file has it.
  struct Entry {
    let json: JSONValue
    /// The nested model that it is in; nil in the outermost.
    let model: String?
    /// How many nested models it is in.
    let depth: Int
    /// Its place in its model's list, from 1.
    let number: Int
    /// Its class; nil where the file does not say.
    var className: String? { json.fields?["class_name"]?.characters }
    /// Whether it only says what the model is given.
    var isInput: Bool { className == "InputLayer" }
  }

  /// Keras' classes of models; early versions of Keras 2 called a functional model just that.
  static let classes = ["Sequential", "Functional", "Model"]
  /// Models in models, more than anybody writes: each takes four of the levels that ``JSONOutline`` allows.
  private static let deepest = 4

  private(set) var entries: [Entry] = []
  /// The outermost model's name; nil where it has none.
  private(set) var name: JSONValue?
  /// The shape that the outermost model was built for, batch first.
  private(set) var builtShape: JSONValue?
  /// The types of numbers that models ask for, where they are not single precision.
  private(set) var precisions: Set<String> = []

  /// - Throws: if it is no model, or one whose layers do not follow each other one by one.
  init(_ model: JSONValue) throws(ArchitectureError) {
    try append(model, in: nil, depth: 0, isFrozen: false)
  }

  private mutating func append(
    _ model: JSONValue, in outer: String?, depth: Int, isFrozen: Bool
  ) throws(ArchitectureError) {
    let className = model.fields?["class_name"]
    guard let characters = className?.characters, Self.classes.contains(characters) else {
      throw .unsupported("class_name", className, "\"Sequential\", or \"Functional\" with one layer after another")
    }
    if let registered = model.fields?["registered_name"], registered != .null, registered != className {
      throw .unsupported("registered_name", registered, "null: Keras' own \(characters) class")
    }
    guard depth < Self.deepest else {
      throw ArchitectureError(
        field: "layers", found: "more than \(Self.deepest) models in each other", supported: "fewer")
    }
    // Early versions of Keras 2 wrote the layers alone, without the model's own configuration.
    let configuration = model.fields?["config"]
    let bareLayers = configuration?.elements.map { ["layers": JSONValue.array($0)] }
    var fields = LayerFields(configuration?.fields ?? bareLayers ?? [:])
    let isTrainable = try fields.boolean("trainable", default: true)
    try fields.singlePrecision()
    if let precision = fields.otherPrecision { precisions.insert(precision) }
    let name = fields.take("name")
    let list = fields.take("layers")
    guard var layers = list?.elements else { throw .unsupported("config.layers", list, "a list of layers") }
    let shape = fields.take("build_input_shape")
    if depth == 0 { (self.name, builtShape) = (name, shape) }
    if characters != "Sequential" {
      layers = try KerasLayerChain(layers, from: fields.take("input_layers"), to: fields.take("output_layers")).layers
    }
    try fields.finish()
    for (index, layer) in layers.enumerated() {
      try append(layer, number: index + 1, in: outer, depth: depth, isFrozen: isFrozen || !isTrainable)
    }
  }

  /// Appends a layer, or in its place the layers of a nested model.
  private mutating func append(
    _ layer: JSONValue, number: Int, in outer: String?, depth: Int, isFrozen: Bool
  ) throws(ArchitectureError) {
    guard let className = layer.fields?["class_name"]?.characters, Self.classes.contains(className) else {
      let json = isFrozen ? layer.frozen : layer
      return entries.append(Entry(json: json, model: outer, depth: depth, number: number))
    }
    let name = layer.fields?["config"]?.fields?["name"]?.characters ?? LayerNames.snakeCase(className)
    do throws(ArchitectureError) {
      try append(layer, in: name, depth: depth + 1, isFrozen: isFrozen)
    } catch {
      throw error.layer == nil ? error.inLayer(named: name, className: className) : error
    }
  }
}

extension JSONValue {
  /// A layer's entry with its weights fixed: Keras fixes all layers of a model that is not trained.
  fileprivate var frozen: JSONValue {
    guard var entry = fields, entry["class_name"] != "InputLayer" else { return self }
    var configuration = entry["config"]?.fields ?? [:]
    configuration["trainable"] = false
    entry["config"] = .object(configuration)
    return .object(entry)
  }
}
