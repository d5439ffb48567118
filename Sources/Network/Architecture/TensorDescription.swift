/// One parameter tensor: what it is called, how large it is, and how it starts.
package struct TensorDescription: Equatable, Sendable {
  /// A rule for initial values.
  package enum Initializer: Equatable, Sendable {
    /// Uniform in ±√(6 / (fan in + fan out)); Glorot & Bengio 2010, eq. 16.
    case glorotUniform
    /// All zero.
    case zeros
  }

  /// The layer's name and the tensor's: `conv2d.kernel`.
  package let name: String
  /// Keras' layout: convolution `[kernel rows, kernel columns, in, out]`, dense `[in, out]`, bias `[out]`.
  package let shape: [Int]
  /// How the elements start.
  package let initializer: Initializer

  /// Describes a tensor.
  package init(name: String, shape: [Int], initializer: Initializer) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
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
    TensorDescription(name: "\(layer).\(name)", shape: shape, initializer: initializer)
  }
}
