package import KernelInterface
package import Network

/// The constraints that weights are brought back to after every step, as Keras' optimisers do.
///
/// - Formula: of a norm n over some axes of a tensor every weight becomes w · wanted / (ε + n), ε = 10⁻⁷, with wanted = 1 for
///   the unit norm, and else rate · (n between lowest and highest) + (1 − rate) · n; n and the factor in double precision.
/// - Source: Keras' constraints/constraints.py.
package struct WeightConstraints: Sendable {
  /// Weights that have one norm, or none for the rule that looks at each alone.
  private struct Group: Sendable {
    let rule: WeightConstraint.Rule
    let places: [Int]
  }

  private let groups: [Group]

  /// Nil where nothing is constrained.
  package init?(_ layout: ParameterLayout) {
    groups = layout.tensors.flatMap { tensor -> [Group] in
      guard case .trained(_, let constraint?) = tensor.role else { return [] }
      return Self.groups(of: constraint, tensor)
    }
    if groups.isEmpty { return nil }
  }

  private static func groups(of constraint: WeightConstraint, _ tensor: TensorPlacement) -> [Group] {
    let places = tensor.elementPlaces
    guard constraint.rule != .notNegative else { return [Group(rule: .notNegative, places: places)] }
    let summed = Set(constraint.places(of: tensor.shape))
    var groups: [[Int]] = Array(
      repeating: [], count: tensor.shape.indices.reduce(1) { summed.contains($1) ? $0 : $0 * tensor.shape[$1] })
    for (element, place) in places.enumerated() {
      var (rest, group, factor) = (element, 0, 1)
      for axis in tensor.shape.indices.reversed() {
        let (quotient, index) = rest.quotientAndRemainder(dividingBy: tensor.shape[axis])
        rest = quotient
        guard !summed.contains(axis) else { continue }
        group += index * factor
        factor *= tensor.shape[axis]
      }
      groups[group].append(place)
    }
    return groups.map { Group(rule: constraint.rule, places: $0) }
  }

  /// Applies the constraints to all parameters.
  package func apply(to parameters: FloatView) {
    for group in groups {
      guard group.rule != .notNegative else {
        for place in group.places where parameters[place] < 0 { parameters[place] = 0 }
        continue
      }
      var squares = 0.0
      for place in group.places { squares += Double(parameters[place]) * Double(parameters[place]) }
      let norm = squares.squareRoot()
      let factor = Float(Self.wanted(group.rule, norm) / (1e-7 + norm))
      for place in group.places { parameters[place] *= factor }
    }
  }

  private static func wanted(_ rule: WeightConstraint.Rule, _ norm: Double) -> Double {
    switch rule {
    case .notNegative: norm
    case .unitNorm: 1
    case .maximumNorm(let largest): min(norm, largest)
    case .normRange(let lowest, let highest, let rate):
      rate * min(max(norm, lowest), highest) + (1 - rate) * norm
    }
  }
}
