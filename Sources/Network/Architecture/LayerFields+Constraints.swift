extension LayerFields {
  /// Takes a constraint: Keras' object, or a name with Keras' defaults; nil for none.
  mutating func constraint(_ field: String) throws(ArchitectureError) -> WeightConstraint? {
    guard let value = take(field), value != .null else { return nil }
    var options = LayerFields(Self.options(of: value))
    let constraint: WeightConstraint
    switch Self.className(of: value) {
    case "NonNeg", "non_neg": constraint = .nonNegative
    case "UnitNorm", "unit_norm": constraint = .unitNorm(axes: try options.axes())
    case "MaxNorm", "max_norm":
      constraint = .maximumNorm(limit: try options.real("max_value", default: 2), axes: try options.axes())
    case "MinMaxNorm", "min_max_norm":
      constraint = .normRange(
        minimum: try options.real("min_value", default: 0), maximum: try options.real("max_value", default: 1),
        rate: try options.real("rate", default: 1), axes: try options.axes())
    default: throw .unsupported(field, value, "MaxNorm, MinMaxNorm, NonNeg, UnitNorm, or null")
    }
    try options.finish()
    return constraint
  }

  /// Takes the axes of a norm: one number, or several; Keras' default is the first axis.
  private mutating func axes() throws(ArchitectureError) -> [Int] {
    guard let value = take("axis"), value != .null else { return [0] }
    let elements = value.elements ?? [value]
    let axes = elements.compactMap(\.wholeNumber)
    guard !axes.isEmpty, axes.count == elements.count else {
      throw .unsupported("axis", value, "a whole number, or a list of them")
    }
    return axes
  }

  /// A constraint as Keras writes it, nil for none.
  static func json(_ constraint: WeightConstraint?) -> JSONValue? {
    func object(_ className: String, _ options: [String: JSONValue], _ axes: [Int]) -> JSONValue {
      let axis: JSONValue = axes.count == 1 ? .integer(axes[0]) : .array(axes.map(JSONValue.integer))
      return Self.object(
        "keras.constraints", className, .object(options.merging(["axis": axis]) { _, axis in axis }))
    }
    switch constraint {
    case nil: return nil
    case .nonNegative: return Self.object("keras.constraints", "NonNeg", [:])
    case .unitNorm(let axes): return object("UnitNorm", [:], axes)
    case .maximumNorm(let limit, let axes): return object("MaxNorm", ["max_value": .number(limit)], axes)
    case .normRange(let minimum, let maximum, let rate, let axes):
      return object(
        "MinMaxNorm", ["min_value": .number(minimum), "max_value": .number(maximum), "rate": .number(rate)], axes)
    }
  }
}
