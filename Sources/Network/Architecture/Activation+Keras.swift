extension Activation {
  /// The functions that Keras has under a name alone, with the numbers that the name stands for.
  private static let named: [Activation] = [
    .linear, .relu, .relu6, .leakyReLU(slope: 0.2), .elu(alpha: 1), .gelu(approximate: false), .selu, .silu, .softplus,
    .softsign, .tanh, .sigmoid, .softmax,
  ]

  /// Keras' other name of a function, which it never writes.
  private static let alias = (name: "swish", meaning: Activation.silu)

  /// The names, for messages.
  static var names: String { named.map { "\"\($0.kerasName)\"" }.joined(separator: ", ") }

  /// Reads the value of a field `activation`: null, a name, or an object.
  ///
  /// Objects are what Keras writes where a layer is used as a function (`activation=LeakyReLU(0.1)`), where a
  /// function is written as one, and, for the approximate GELU, which has no name, where an operation is.
  init(_ value: JSONValue) throws(ArchitectureError) {
    if value == .null {
      self = .linear
    } else if let name = value.characters ?? Self.functionName(value) {
      self = try Self.named(name, value)
    } else {
      self = try Self.read(object: value)
    }
  }

  /// The value of a field `activation`.
  var json: JSONValue {
    if Self.named.contains(self) { return .string(kerasName) }
    return switch self {
    case .leakyReLU(let slope): LayerFields.object("keras.layers", "LeakyReLU", ["negative_slope": .number(slope)])
    case .boundedReLU: LayerFields.object("keras.layers", "ReLU", .object(boundedReLUFields))
    case .elu(let alpha): LayerFields.object("keras.layers", "ELU", ["alpha": .number(alpha)])
    case .gelu(let approximate):
      [
        "module": "keras.src.ops.nn", "class_name": "Gelu", "config": ["approximate": .boolean(approximate)],
        "registered_name": "Gelu",
      ]
    case .linear, .relu, .selu, .silu, .softplus, .softsign, .tanh, .sigmoid, .softmax: .string(kerasName)
    }
  }

  /// The options of Keras' class `ReLU` that give this function.
  var boundedReLUFields: [String: JSONValue] {
    guard case .boundedReLU(let maximum, let slope, let threshold) = self else { return [:] }
    var fields: [String: JSONValue] = ["negative_slope": .number(slope), "threshold": .number(threshold)]
    fields["max_value"] = maximum.map(JSONValue.number)
    return fields
  }

  private static func named(_ name: String, _ value: JSONValue) throws(ArchitectureError) -> Activation {
    if name == alias.name { return alias.meaning }
    guard let activation = named.first(where: { $0.kerasName == name }) else { throw unsupported(value) }
    return activation
  }

  /// The name of one of Keras' own functions; those of others are registered under a package.
  private static func functionName(_ value: JSONValue) -> String? {
    guard let fields = value.fields, fields["class_name"] == "function", let name = fields["config"] else { return nil }
    let registered = fields["registered_name"] ?? .null
    return registered == .null || registered == name ? name.characters : nil
  }

  private static func read(object: JSONValue) throws(ArchitectureError) -> Activation {
    guard let className = object.fields?["class_name"]?.characters else { throw unsupported(object) }
    var fields = LayerFields(object.fields?["config"]?.fields ?? [:])
    _ = fields.take("name")
    let activation: Activation
    do throws(ArchitectureError) {
      let registered = object.fields?["registered_name"] ?? .null
      guard registered == .null || className == "Gelu" && registered == "Gelu" else {
        throw ArchitectureError.unsupported(
          "registered_name", registered, "null: Keras' own classes, no custom ones")
      }
      if className == "Gelu" {
        activation = .gelu(approximate: try fields.boolean("approximate", default: true))
      } else {
        guard let layerClass = LayerClass(rawValue: className), ActivationLayer.classes.contains(layerClass) else {
          throw unsupported(object)
        }
        try fields.common()
        activation = try ActivationLayer(layerClass, fields: &fields).activation
      }
      try fields.finish()
    } catch {
      throw error.field == "activation" ? error : error.inField("activation")
    }
    return activation
  }

  private static func unsupported(_ value: JSONValue) -> ArchitectureError {
    .unsupported("activation", value, "\(names), or an object of class ReLU, LeakyReLU, ELU, Softmax or Gelu")
  }
}
