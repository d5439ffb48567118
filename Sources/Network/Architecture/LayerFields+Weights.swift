extension LayerFields {
  /// Takes the options of kernel and bias, which have one supported value each.
  ///
  /// A seed is accepted and not used: all weights are drawn from the seed of the run.
  mutating func weights() throws(ArchitectureError) {
    try only("use_bias", true)
    try initializer("kernel_initializer", "glorot_uniform", isSupported: Self.isGlorotUniform)
    try initializer("bias_initializer", "zeros", isSupported: Self.isZeros)
  }

  private mutating func initializer(
    _ field: String, _ supported: String, isSupported: (_ name: String, _ options: [String: JSONValue]) -> Bool
  ) throws(ArchitectureError) {
    guard let value = take(field) else { return }
    let name = value.characters ?? value.fields?["class_name"]?.characters ?? ""
    var options = value.fields?["config"]?.fields ?? [:]
    options["seed"] = nil
    if options["dtype"] == "float32" { options["dtype"] = nil }
    guard isSupported(name, options.filter { $0.value != .null }) else {
      throw .unsupported(field, value, "\"\(supported)\"")
    }
  }

  private static func isGlorotUniform(name: String, options: [String: JSONValue]) -> Bool {
    switch name {
    case "glorot_uniform", "GlorotUniform": options.isEmpty
    // Early versions of Keras 2 wrote the rule that Glorot's is a special case of.
    case "VarianceScaling": options == ["scale": 1, "mode": "fan_avg", "distribution": "uniform"]
    default: false
    }
  }

  private static func isZeros(name: String, options: [String: JSONValue]) -> Bool {
    ["zeros", "Zeros"].contains(name) && options.isEmpty
  }
}
