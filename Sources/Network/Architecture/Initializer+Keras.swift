extension Initializer {
  /// Keras' names of rules that scale the variance; the first is what it writes, the second its other one.
  private static let scalings: [(name: String, other: String, rule: Rule)] = [
    ("GlorotUniform", "glorot_uniform", .varianceScaling(scale: 1, mode: .average, distribution: .uniform)),
    ("GlorotNormal", "glorot_normal", .varianceScaling(scale: 1, mode: .average, distribution: .truncatedNormal)),
    ("HeUniform", "he_uniform", .varianceScaling(scale: 2, mode: .inputs, distribution: .uniform)),
    ("HeNormal", "he_normal", .varianceScaling(scale: 2, mode: .inputs, distribution: .truncatedNormal)),
    ("LecunUniform", "lecun_uniform", .varianceScaling(scale: 1, mode: .inputs, distribution: .uniform)),
    ("LecunNormal", "lecun_normal", .varianceScaling(scale: 1, mode: .inputs, distribution: .truncatedNormal)),
  ]

  /// The classes, for messages.
  static let names =
    (scalings.map(\.name) + [
      "VarianceScaling", "RandomNormal", "RandomUniform", "TruncatedNormal", "Zeros", "Ones", "Constant",
    ]).joined(separator: ", ")

  /// Reads the value of a field such as `kernel_initializer`: a name, or an object.
  init(_ value: JSONValue, field: String) throws(ArchitectureError) {
    var options = LayerFields(LayerFields.options(of: value))
    let seed = try LayerFields.seed(options.take("seed"), field: field)
    let rule: Rule?
    do throws(ArchitectureError) {
      rule = try Self.rule(LayerFields.className(of: value), &options)
      if rule != nil { try options.finish() }
    } catch {
      throw error.inField(field)
    }
    guard let rule else { throw .unsupported(field, value, Self.names) }
    self.init(rule, seed: seed)
  }

  private static func rule(
    _ className: String, _ options: inout LayerFields
  ) throws(ArchitectureError) -> Rule? {
    if let scaling = scalings.first(where: { $0.name == className || $0.other == className }) { return scaling.rule }
    switch className {
    case "Zeros", "zeros", "zero": return .constant(0)
    case "Ones", "ones", "one": return .constant(1)
    case "Constant", "constant": return .constant(try options.real("value", default: 0))
    case "RandomUniform", "random_uniform", "uniform":
      return .uniform(
        lowest: try options.real("minval", default: -0.05), highest: try options.real("maxval", default: 0.05))
    case "RandomNormal", "random_normal", "normal":
      return .normal(mean: try options.real("mean", default: 0), deviation: try options.real("stddev", default: 0.05))
    case "TruncatedNormal", "truncated_normal":
      return .truncatedNormal(
        mean: try options.real("mean", default: 0), deviation: try options.real("stddev", default: 0.05))
    case "VarianceScaling", "variance_scaling":
      return .varianceScaling(
        scale: try options.real("scale", default: 1), mode: try options.choice("mode", default: FanMode.inputs),
        distribution: try distribution(&options))
    default: return nil
    }
  }

  private static func distribution(_ options: inout LayerFields) throws(ArchitectureError) -> Distribution {
    let value = options.take("distribution")
    // Keras takes "normal" for the truncated one.
    if value == nil || value == "normal" { return .truncatedNormal }
    guard let distribution = value?.characters.flatMap(Distribution.init(rawValue:)) else {
      throw .unsupported("distribution", value, "\"uniform\", \"truncated_normal\" or \"untruncated_normal\"")
    }
    return distribution
  }

  /// The value of a field, as Keras writes it.
  var json: JSONValue {
    switch rule {
    case .constant(0): return Self.object("Zeros", [:])
    case .constant(1): return Self.object("Ones", [:])
    case .constant(let value): return Self.object("Constant", ["value": .number(value)])
    case .uniform(let lowest, let highest):
      return seeded("RandomUniform", ["minval": .number(lowest), "maxval": .number(highest)])
    case .normal(let mean, let deviation):
      return seeded("RandomNormal", ["mean": .number(mean), "stddev": .number(deviation)])
    case .truncatedNormal(let mean, let deviation):
      return seeded("TruncatedNormal", ["mean": .number(mean), "stddev": .number(deviation)])
    case .varianceScaling(let scale, let mode, let distribution):
      if let scaling = Self.scalings.first(where: { $0.rule == rule }) { return seeded(scaling.name, [:]) }
      return seeded(
        "VarianceScaling",
        [
          "scale": .number(scale), "mode": .string(mode.rawValue), "distribution": .string(distribution.rawValue),
        ])
    }
  }

  private func seeded(_ className: String, _ options: [String: JSONValue]) -> JSONValue {
    var options = options
    options["seed"] = seed.map(LayerFields.seed)
    return Self.object(className, options)
  }

  private static func object(_ className: String, _ options: [String: JSONValue]) -> JSONValue {
    LayerFields.object("keras.initializers", className, .object(options))
  }
}
