/// What a step must leave true of a tensor's weights: Keras' `constraint`, applied after the optimiser.
///
/// - Formula: with n = √(Σ w²) over the axes, nonNegative: w where w ≥ 0, else 0; unitNorm: w / (ε + n); maximumNorm: w · min(n,
///   limit) / (ε + n); normRange: w · (rate · clip(n, minimum, maximum) + (1 − rate) · n) / (ε + n). ε is 1e-7.
/// - Source: Keras 3, `keras.constraints`; Srebro & Shraibman, *Rank, Trace-Norm and Max-Norm*, COLT 2005, for the maximum.
package enum WeightConstraint: Equatable, Sendable {
  /// `NonNeg`
  case nonNegative
  /// `UnitNorm`
  case unitNorm(axes: [Int])
  /// `MaxNorm`
  case maximumNorm(limit: Double, axes: [Int])
  /// `MinMaxNorm`
  case normRange(minimum: Double, maximum: Double, rate: Double, axes: [Int])

  /// Keras' `backend.epsilon()`.
  package static let epsilon = 1e-7

  /// The axes over which the squares are summed, negative ones from the end; nil where there is no norm.
  package var axes: [Int]? {
    switch self {
    case .nonNegative: nil
    case .unitNorm(let axes), .maximumNorm(_, let axes), .normRange(_, _, _, let axes): axes
    }
  }

  /// Checks the numbers, and that a tensor of so many dimensions has the axes.
  func check(_ field: String, dimensions: Int) throws(ArchitectureError) {
    for axis in axes ?? [] where !(-dimensions..<dimensions ~= axis) {
      throw ArchitectureError(
        field: field, found: "axis \(axis)", supported: "an axis from \(-dimensions) to \(dimensions - 1)")
    }
    let places = (axes ?? []).map { $0 < 0 ? $0 + dimensions : $0 }
    guard Set(places).count == places.count else {
      throw ArchitectureError(field: field, found: "axis \(places)", supported: "every axis once")
    }
    switch self {
    case .nonNegative, .unitNorm: break
    case .maximumNorm(let limit, _): try Requirement.notNegative("\(field).max_value", limit)
    case .normRange(let minimum, let maximum, let rate, _):
      try Requirement.notNegative("\(field).min_value", minimum)
      try Requirement.notNegative("\(field).max_value", maximum)
      guard 0...1 ~= rate else {
        throw ArchitectureError(field: "\(field).rate", found: "\(rate)", supported: "a number from 0 to 1")
      }
    }
  }
}
