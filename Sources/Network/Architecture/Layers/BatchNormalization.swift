/// Keras' `BatchNormalization`: every channel is brought to mean 0 and variance 1, then scaled and shifted.
///
/// - Shapes: input and output `[rows, columns, c]` or `[c]`, every tensor `[c]`.
/// - Formula: output = gamma · (input − mean) / √(variance + epsilon) + beta. In training mean and variance are those of
///   the images that are normalised together, over all their pixels; otherwise the moving ones.
/// - Source: Ioffe & Szegedy, *Batch Normalization*, ICML 2015.
package struct BatchNormalization: LayerDescription {
  /// The share of the old value in each new moving statistic.
  package let momentum: Double
  /// Added to the variance.
  package let epsilon: Double
  /// Whether there is a beta.
  package let center: Bool
  /// Whether there is a gamma.
  package let scale: Bool
  /// Keras' regularisation factor of beta.
  package let betaL2: Double
  /// Keras' regularisation factor of gamma.
  package let gammaL2: Double
  /// The axis of the channels as it was written: −1 for the last, or its number with the batch as axis 0.
  let axis: Int

  /// A layer with the given options; an ``Architecture`` checks them.
  package init(
    momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true, betaL2: Double = 0,
    gammaL2: Double = 0
  ) {
    self.momentum = momentum
    self.epsilon = epsilon
    self.center = center
    self.scale = scale
    self.betaL2 = betaL2
    self.gammaL2 = gammaL2
    axis = Self.lastAxis
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    axis = try Self.axis(&fields)
    momentum = try fields.real("momentum", default: 0.99)
    epsilon = try fields.real("epsilon", default: 1e-3)
    center = try fields.boolean("center", default: true)
    scale = try fields.boolean("scale", default: true)
    betaL2 = try fields.l2("beta_regularizer")
    gammaL2 = try fields.l2("gamma_regularizer")
    try fields.zeros("beta_initializer")
    try fields.ones("gamma_initializer")
    try fields.zeros("moving_mean_initializer")
    try fields.ones("moving_variance_initializer")
    try fields.only("synchronized", false)
    try fields.only("renorm", false)
    // It says nothing where renorm is off.
    _ = fields.take("renorm_momentum")
  }

  private static let lastAxis = -1

  /// A number, or as Keras 2 writes it for a layer that has its input, a list of one.
  private static func axis(_ fields: inout LayerFields) throws(ArchitectureError) -> Int {
    guard let value = fields.take("axis") else { return lastAxis }
    let elements = value.elements ?? [value]
    guard elements.count == 1, let axis = elements[0].wholeNumber else {
      throw .unsupported("axis", value, "-1: the channels")
    }
    return axis
  }

  var layerClass: LayerClass { .batchNormalization }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    guard axis == Self.lastAxis || axis == input.count else {
      throw ArchitectureError(
        field: "axis", found: "\(axis) on an input of shape \(input)", supported: "-1 or \(input.count): the channels")
    }
    guard 0...1 ~= momentum else {
      throw ArchitectureError(field: "momentum", found: "\(momentum)", supported: "a number from 0 to 1")
    }
    guard Float(epsilon) > 0, Float(epsilon).isFinite else {
      throw ArchitectureError(field: "epsilon", found: "\(epsilon)", supported: "a number above 0, in single precision")
    }
    try Requirement.notNegative("beta_regularizer", betaL2)
    try Requirement.notNegative("gamma_regularizer", gammaL2)
    return input
  }

  func tensors(for input: [Int]) -> [TensorDescription] {
    let shape = [input.last ?? 0]
    var tensors: [TensorDescription] = []
    if scale {
      tensors.append(TensorDescription(name: "gamma", shape: shape, initializer: .ones, role: .trained(l2: gammaL2)))
    }
    if center {
      tensors.append(TensorDescription(name: "beta", shape: shape, initializer: .zeros, role: .trained(l2: betaL2)))
    }
    let moving = TensorRole.movingStatistic(momentum: momentum)
    return tensors + [
      TensorDescription(name: "moving_mean", shape: shape, initializer: .zeros, role: moving),
      TensorDescription(name: "moving_variance", shape: shape, initializer: .ones, role: moving),
    ]
  }

  var kerasFields: [String: JSONValue] {
    var fields: [String: JSONValue] = ["momentum": .number(momentum), "epsilon": .number(epsilon)]
    if axis != Self.lastAxis { fields["axis"] = .integer(axis) }
    if !center { fields["center"] = false }
    if !scale { fields["scale"] = false }
    fields["beta_regularizer"] = LayerFields.regularizer(l2: betaL2)
    fields["gamma_regularizer"] = LayerFields.regularizer(l2: gammaL2)
    return fields
  }
}
