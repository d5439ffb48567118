/// Keras' `Activation`, `ReLU`, `LeakyReLU`, `ELU` and `Softmax`: an activation as a layer of its own.
package struct ActivationLayer: LayerDescription {
  /// The function that is applied to the input.
  package let activation: Activation
  /// The class that it was written as.
  let layerClass: LayerClass

  /// The classes of such layers.
  static let classes: Set<LayerClass> = [.activation, .relu, .leakyReLU, .elu, .softmax]

  /// An `Activation` layer.
  package init(_ activation: Activation) {
    self.activation = activation
    layerClass = .activation
  }

  /// A layer of one of the ``classes``.
  init(_ layerClass: LayerClass, fields: inout LayerFields) throws(ArchitectureError) {
    self.layerClass = layerClass
    switch layerClass {
    case .relu:
      try fields.only("max_value", nil)
      try fields.only("threshold", 0)
      let slope = try fields.real("negative_slope", default: 0)
      activation = slope == 0 ? .relu : .leakyReLU(slope: slope)
    case .leakyReLU:
      // Keras 2 called it alpha.
      let slope = try fields.real("alpha", default: 0.3)
      activation = .leakyReLU(slope: try fields.real("negative_slope", default: slope))
    case .elu: activation = .elu(alpha: try fields.real("alpha", default: 1))
    case .softmax:
      try fields.only("axis", -1, [-1])
      activation = .softmax
    default:
      guard fields.contains("activation") else { throw .unsupported("activation", nil, Activation.names) }
      activation = try fields.activation()
    }
  }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try activation.check()
    return input
  }

  var kerasFields: [String: JSONValue] {
    switch (layerClass, activation) {
    case (.relu, .leakyReLU(let slope)), (.leakyReLU, .leakyReLU(let slope)): ["negative_slope": .number(slope)]
    case (.elu, .elu(let alpha)): ["alpha": .number(alpha)]
    case (.activation, _): ["activation": activation.json]
    default: [:]
    }
  }
}
