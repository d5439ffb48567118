/// One parameter tensor: what it is called, how large it is, how it starts, and how training changes it.
package struct TensorDescription: Equatable, Sendable {
  /// A rule for initial values.
  package enum Initializer: Equatable, Sendable {
    /// Uniform in ±√(6 / (fan in + fan out)); Glorot & Bengio 2010, eq. 16.
    ///
    /// - seed: the layer's own; nil draws from the run's.
    case glorotUniform(seed: UInt64? = nil)
    /// All zero.
    case zeros
    /// All one.
    case ones
  }

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
    name: String, shape: [Int], initializer: Initializer, role: TensorRole = .trained(l2: 0)
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
  func inLayer(named layer: String) -> TensorDescription {
    TensorDescription(name: "\(layer).\(name)", shape: shape, initializer: initializer, role: role)
  }
}

/// How training changes a tensor.
package enum TensorRole: Equatable, Sendable {
  /// By the optimiser; `l2` is Keras' regularisation factor, whose penalty is l2 · Σ w².
  case trained(l2: Double)
  /// By folding the statistics of each leaf into a moving average: value ← momentum · value + (1 − momentum) · statistic.
  case movingStatistic(momentum: Double)

  /// Whether the optimiser changes it: what Keras counts as trainable.
  package var isTrained: Bool {
    if case .trained = self { true } else { false }
  }
}
