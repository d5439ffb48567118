extension LayerFields {
  /// Takes an initializer that must be Glorot's uniform one, Keras' default for kernels.
  ///
  /// - Returns: its seed.
  mutating func glorotUniform(_ field: String) throws(ArchitectureError) -> UInt64? {
    guard let value = take(field) else { return nil }
    var options = Self.options(of: value)
    let seed = try Self.seed(options.removeValue(forKey: "seed"), field: field)
    let isGlorotUniform =
      switch Self.className(of: value) {
      case "glorot_uniform", "GlorotUniform": options.isEmpty
      // Early versions of Keras 2 wrote the rule that Glorot's is a special case of.
      case "VarianceScaling": options == ["scale": 1, "mode": "fan_avg", "distribution": "uniform"]
      default: false
      }
    guard isGlorotUniform else { throw .unsupported(field, value, "\"glorot_uniform\"") }
    return seed
  }

  /// Takes an initializer that must give zeros.
  mutating func zeros(_ field: String) throws(ArchitectureError) {
    try constant(field, names: ["zeros", "Zeros"])
  }

  /// Takes an initializer that must give ones.
  mutating func ones(_ field: String) throws(ArchitectureError) {
    try constant(field, names: ["ones", "Ones"])
  }

  private mutating func constant(_ field: String, names: [String]) throws(ArchitectureError) {
    guard let value = take(field) else { return }
    guard names.contains(Self.className(of: value)), Self.options(of: value).isEmpty else {
      throw .unsupported(field, value, "\"\(names[0])\"")
    }
  }

  /// Takes a regularizer, which must be the sum of squares.
  ///
  /// - Returns: its factor, 0 where there is none.
  mutating func l2(_ field: String) throws(ArchitectureError) -> Double {
    guard let value = take(field), value != .null else { return 0 }
    let options = Self.options(of: value)
    switch Self.className(of: value) {
    case "l2", "L2":
      if options.isEmpty { return 0.01 }
      if options.count == 1, let l2 = options["l2"]?.real { return l2 }
    case "L1L2", "l1_l2":
      // Named by a string, or without its options, it would have Keras' default for l1 as well.
      if let l1 = options["l1"]?.real, l1 == 0, options.count == 2, let l2 = options["l2"]?.real { return l2 }
    default: break
    }
    throw .unsupported(field, value, "L2, L1L2 with l1 = 0, or null")
  }

  /// A regularizer as Keras writes it, nil for none.
  static func regularizer(l2: Double) -> JSONValue? {
    l2 == 0 ? nil : object("keras.regularizers", "L2", ["l2": .number(l2)])
  }

  /// Glorot's uniform initializer with a seed, as Keras writes it.
  static func glorotUniform(seed: UInt64) -> JSONValue {
    object("keras.initializers", "GlorotUniform", ["seed": self.seed(seed)])
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

  private static func className(of value: JSONValue) -> String {
    value.characters ?? value.fields?["class_name"]?.characters ?? ""
  }

  /// The options of a nested object that say anything.
  private static func options(of value: JSONValue) -> [String: JSONValue] {
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
