/// A rule for the values that a tensor starts with, as Keras' initialisers have it.
package struct Initializer: Equatable, Sendable {
  /// What is drawn, or not.
  package enum Rule: Equatable, Sendable {
    /// The same number everywhere.
    case constant(Double)
    /// Evenly between two numbers.
    case uniform(lowest: Double, highest: Double)
    /// The normal distribution.
    case normal(mean: Double, deviation: Double)
    /// The normal distribution without what is farther than two deviations from its mean.
    case truncatedNormal(mean: Double, deviation: Double)
    /// With a variance of `scale` divided by the number of inputs, of outputs, or by the mean of both.
    case varianceScaling(scale: Double, mode: FanMode, distribution: Distribution)
  }

  /// What the variance is divided by: Keras' `mode`.
  package enum FanMode: String, CaseIterable, Sendable {
    case inputs = "fan_in"
    case outputs = "fan_out"
    case average = "fan_avg"
  }

  /// Keras' `distribution`.
  package enum Distribution: String, CaseIterable, Sendable {
    case uniform
    case truncatedNormal = "truncated_normal"
    case normal = "untruncated_normal"
  }

  package let rule: Rule
  /// The tensor's own seed; nil draws from the run's.
  package let seed: UInt64?

  package init(_ rule: Rule, seed: UInt64? = nil) {
    self.rule = rule
    self.seed = seed
  }

  /// All zero.
  package static let zeros = Initializer(.constant(0))
  /// All one.
  package static let ones = Initializer(.constant(1))

  /// Uniform in ±√(6 / (fan in + fan out)); Glorot & Bengio 2010, eq. 16.
  package static func glorotUniform(seed: UInt64? = nil) -> Initializer {
    Initializer(.varianceScaling(scale: 1, mode: .average, distribution: .uniform), seed: seed)
  }

  /// Checks the numbers: they come from files.
  func check(_ field: String) throws(ArchitectureError) {
    switch rule {
    case .constant(let value): try Requirement.single(field, value)
    case .uniform(let lowest, let highest):
      try Requirement.single("\(field).minval", lowest)
      try Requirement.single("\(field).maxval", highest)
    case .normal(let mean, let deviation), .truncatedNormal(let mean, let deviation):
      try Requirement.single("\(field).mean", mean)
      try Requirement.single("\(field).stddev", deviation)
      try Requirement.notNegative("\(field).stddev", deviation)
    case .varianceScaling(let scale, _, _):
      guard scale > 0, Float(scale).isFinite else {
        throw ArchitectureError(field: "\(field).scale", found: "\(scale)", supported: "a number above 0")
      }
    }
  }
}
