/// What a tensor's weights must keep to after every step: Keras' constraints.
package struct WeightConstraint: Equatable, Sendable {
  /// The rules.
  package enum Rule: Equatable, Sendable {
    /// Negative weights become 0.
    case notNegative
    /// The norm is made at most this.
    case maximumNorm(Double)
    /// The norm is made 1.
    case unitNorm
    /// The norm is brought between two numbers, by the share `rate` of what is missing.
    case normRange(lowest: Double, highest: Double, rate: Double)
  }

  package let rule: Rule
  /// The axes over which a norm sums, −1 for the last one: there is a norm for each place of the others.
  package let axes: [Int]

  package init(_ rule: Rule, axes: [Int] = [0]) {
    self.rule = rule
    self.axes = axes
  }

  /// Reads the value of a field such as `kernel_constraint`: null, a name, or an object.
  ///
  /// - Returns: nil for none.
  static func read(_ value: JSONValue, field: String) throws(ArchitectureError) -> WeightConstraint? {
    guard value != .null else { return nil }
    var options = LayerFields(LayerFields.options(of: value))
    let rule: Rule
    do throws(ArchitectureError) {
      switch LayerFields.className(of: value) {
      case "NonNeg", "non_neg", "nonneg": rule = .notNegative
      case "MaxNorm", "max_norm", "maxnorm": rule = .maximumNorm(try options.real("max_value", default: 2))
      case "UnitNorm", "unit_norm", "unitnorm": rule = .unitNorm
      case "MinMaxNorm", "min_max_norm", "minmaxnorm":
        rule = .normRange(
          lowest: try options.real("min_value", default: 0), highest: try options.real("max_value", default: 1),
          rate: try options.real("rate", default: 1))
      default: throw .unsupported(field, value, "MaxNorm, MinMaxNorm, NonNeg, UnitNorm, or null")
      }
      let axes = rule == .notNegative ? [0] : try options.axes()
      try options.finish()
      return WeightConstraint(rule, axes: axes)
    } catch {
      throw error.field == field ? error : error.inField(field)
    }
  }

  /// The value of a field, as Keras writes it.
  var json: JSONValue {
    let axis = axes.count == 1 ? JSONValue.integer(axes[0]) : .array(axes.map(JSONValue.integer))
    let (name, options): (String, [String: JSONValue]) =
      switch rule {
      case .notNegative: ("NonNeg", [:])
      case .maximumNorm(let largest): ("MaxNorm", ["max_value": .number(largest), "axis": axis])
      case .unitNorm: ("UnitNorm", ["axis": axis])
      case .normRange(let lowest, let highest, let rate):
        (
          "MinMaxNorm",
          ["min_value": .number(lowest), "max_value": .number(highest), "rate": .number(rate), "axis": axis]
        )
      }
    return LayerFields.object("keras.constraints", name, .object(options))
  }

  /// Checks the numbers, and the axes against those of a tensor.
  func check(_ field: String, shape: [Int]) throws(ArchitectureError) {
    switch rule {
    case .notNegative: return
    case .unitNorm: break
    case .maximumNorm(let largest): try Requirement.notNegative("\(field).max_value", largest)
    case .normRange(let lowest, let highest, let rate):
      try Requirement.notNegative("\(field).min_value", lowest)
      try Requirement.notNegative("\(field).max_value", highest)
      guard 0...1 ~= rate else {
        throw ArchitectureError(field: "\(field).rate", found: "\(rate)", supported: "a number from 0 to 1")
      }
    }
    guard Set(places(of: shape)).count == axes.count, axes.allSatisfy((-shape.count..<shape.count).contains) else {
      throw ArchitectureError(
        field: "\(field).axis", found: "\(axes) of a tensor of shape \(shape)",
        supported: "one or more of its axes 0 to \(shape.count - 1), each once")
    }
  }

  /// The numbers of the axes in a shape, counted from its front.
  package func places(of shape: [Int]) -> [Int] { axes.map { $0 < 0 ? shape.count + $0 : $0 } }
}

extension LayerFields {
  /// Takes the axes of a norm: a number, or a list of numbers.
  fileprivate mutating func axes() throws(ArchitectureError) -> [Int] {
    guard let value = take("axis") else { return [0] }
    let elements = value.elements ?? [value]
    let axes = elements.compactMap(\.wholeNumber)
    guard !axes.isEmpty, axes.count == elements.count else {
      throw .unsupported("axis", value, "a whole number, or a list of some")
    }
    return axes
  }
}
