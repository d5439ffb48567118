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
  private let gamma: TensorOptions
  private let beta: TensorOptions
  private let movingMean: Initializer
  private let movingVariance: Initializer
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
    gamma = TensorOptions("gamma", standard: .ones, penalty: Penalty(l2: gammaL2))
    beta = TensorOptions("beta", standard: .zeros, penalty: Penalty(l2: betaL2))
    (movingMean, movingVariance) = (.zeros, .ones)
    axis = LayerFields.lastAxis
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    axis = try fields.axis()
    momentum = try fields.real("momentum", default: 0.99)
    epsilon = try fields.real("epsilon", default: 1e-3)
    center = try fields.boolean("center", default: true)
    scale = try fields.boolean("scale", default: true)
    gamma = try TensorOptions("gamma", standard: .ones, fields: &fields)
    beta = try TensorOptions("beta", standard: .zeros, fields: &fields)
    movingMean = try fields.initializer("moving_mean_initializer", default: .zeros)
    movingVariance = try fields.initializer("moving_variance_initializer", default: .ones)
    try fields.only("synchronized", false)
    try fields.only("renorm", false)
    // It says nothing where renorm is off.
    _ = fields.take("renorm_momentum")
  }

  var layerClass: LayerClass { .batchNormalization }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try Requirement.lastAxis(axis, of: input)
    guard 0...1 ~= momentum else {
      throw ArchitectureError(field: "momentum", found: "\(momentum)", supported: "a number from 0 to 1")
    }
    guard Float(epsilon) > 0, Float(epsilon).isFinite else {
      throw ArchitectureError(field: "epsilon", found: "\(epsilon)", supported: "a number above 0, in single precision")
    }
    try gamma.check()
    try beta.check()
    try movingMean.check("moving_mean_initializer")
    try movingVariance.check("moving_variance_initializer")
    return input
  }

  func tensors(for input: [Int]) -> [TensorDescription] {
    let shape = [input.last ?? 0]
    var tensors: [TensorDescription] = []
    if scale { tensors.append(gamma.tensor(shape)) }
    if center { tensors.append(beta.tensor(shape)) }
    let moving = TensorRole.movingStatistic(momentum: momentum)
    return tensors + [
      TensorDescription(name: "moving_mean", shape: shape, initializer: movingMean, role: moving),
      TensorDescription(name: "moving_variance", shape: shape, initializer: movingVariance, role: moving),
    ]
  }

  var kerasFields: [String: JSONValue] {
    var fields: [String: JSONValue] = ["momentum": .number(momentum), "epsilon": .number(epsilon)]
    if axis != LayerFields.lastAxis { fields["axis"] = .integer(axis) }
    if !center { fields["center"] = false }
    if !scale { fields["scale"] = false }
    if movingMean != .zeros { fields["moving_mean_initializer"] = movingMean.json }
    if movingVariance != .ones { fields["moving_variance_initializer"] = movingVariance.json }
    return fields.merging(gamma.kerasFields) { own, _ in own }.merging(beta.kerasFields) { own, _ in own }
  }
}
