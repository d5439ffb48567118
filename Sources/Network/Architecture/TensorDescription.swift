/// One parameter tensor: what it is called, how large it is, how it starts, and how training changes it.
package struct TensorDescription: Equatable, Sendable {
  /// The layer's name and the tensor's: `conv2d.kernel`.
  package let name: String
  /// Keras' layout: convolution `[kernel rows, kernel columns, in, out]`, dense `[in, out]`, bias `[out]`.
  package let shape: [Int]
  /// How the elements start.
  package let initializer: Initializer
  /// How training changes the elements.
  package let role: TensorRole

  /// Describes a tensor.
  package init(
    name: String, shape: [Int], initializer: Initializer, role: TensorRole = .trained(.none)
  ) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.role = role
  }

  /// The number of elements.
  package var elementCount: Int { shape.reduce(1, *) }

  /// Inputs of one output unit, by the rule of Keras' `compute_fans`.
  package var fanIn: Int { receptiveField * (shape.count > 1 ? shape[shape.count - 2] : shape.last ?? 1) }

  /// Outputs that one input unit feeds, by the rule of Keras' `compute_fans`.
  package var fanOut: Int { receptiveField * (shape.last ?? 1) }

  private var receptiveField: Int { shape.dropLast(2).reduce(1, *) }

  /// This tensor as part of the named layer.
  ///
  /// - Parameter isTrained: false where nothing changes the layer's tensors.
  func inLayer(named layer: String, isTrained: Bool) -> TensorDescription {
    TensorDescription(
      name: "\(layer).\(name)", shape: shape, initializer: initializer, role: isTrained ? role : .frozen)
  }

  /// Checks that the tensor is not too large, and what it must keep to.
  func check() throws(ArchitectureError) {
    _ = try ElementCount.of(shape, field: "shape of \(name)")
    guard case .trained(_, let constraint?) = role else { return }
    try constraint.check("\(name.split(separator: ".").last ?? "")_constraint", shape: shape)
  }
}

/// How training changes a tensor.
package enum TensorRole: Equatable, Sendable {
  /// By the optimiser; then the weights are made to keep to the constraint, where there is one.
  case trained(Penalty, WeightConstraint? = nil)
  /// By folding the statistics of each leaf into a moving average: value ← momentum · value + (1 − momentum) · statistic.
  case movingStatistic(momentum: Double)
  /// Not at all.
  case frozen

  /// By the optimiser, with a penalty of l2 · Σ w².
  package static func trained(l2: Double) -> TensorRole { .trained(Penalty(l2: l2)) }

  /// Whether the optimiser changes it: what Keras counts as trainable.
  package var isTrained: Bool {
    if case .trained = self { true } else { false }
  }
}
