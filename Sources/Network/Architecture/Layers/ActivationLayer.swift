/// Keras' `Activation`, `ReLU`, `LeakyReLU`, `ELU` and `Softmax`: an activation as a layer of its own.
package struct ActivationLayer: LayerDescription {
  /// The function that is applied to the input.
  package let activation: Activation
  /// The class that it was written as.
  let layerClass: LayerClass
  /// The axis of a softmax as it was written: −1 for the last, or its number with the batch as axis 0.
  let axis: Int

  /// The classes of such layers.
  static let classes: Set<LayerClass> = [.activation, .relu, .leakyReLU, .elu, .softmax]

  /// An `Activation` layer.
  package init(_ activation: Activation) {
    self.activation = activation
    layerClass = .activation
    axis = LayerFields.lastAxis
  }

  /// A layer of one of the ``classes``.
  init(_ layerClass: LayerClass, fields: inout LayerFields) throws(ArchitectureError) {
    self.layerClass = layerClass
    axis = layerClass == .softmax ? try fields.axis() : LayerFields.lastAxis
    switch layerClass {
    case .relu: activation = try Self.rectifier(&fields)
    case .leakyReLU:
      // Keras 2 called it alpha.
      let slope = try fields.real("alpha", default: 0.3)
      activation = .leakyReLU(slope: try fields.real("negative_slope", default: slope))
    case .elu: activation = .elu(alpha: try fields.real("alpha", default: 1))
    case .softmax: activation = .softmax
    default:
      guard fields.contains("activation") else { throw .unsupported("activation", nil, Activation.names) }
      activation = try fields.activation()
    }
  }

  /// Keras' `ReLU`, whose options make other functions of it.
  private static func rectifier(_ fields: inout LayerFields) throws(ArchitectureError) -> Activation {
    let maximum = try fields.optionalReal("max_value")
    let threshold = try fields.real("threshold", default: 0)
    let slope = try fields.real("negative_slope", default: 0)
    if maximum != nil || threshold != 0 {
      return .boundedReLU(maximum: maximum, slope: slope, threshold: threshold)
    }
    return slope == 0 ? .relu : .leakyReLU(slope: slope)
  }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try Requirement.lastAxis(axis, of: input)
    try activation.check()
    return input
  }

  var kerasFields: [String: JSONValue] {
    switch (layerClass, activation) {
    case (.relu, .leakyReLU(let slope)), (.leakyReLU, .leakyReLU(let slope)): ["negative_slope": .number(slope)]
    case (.relu, .boundedReLU): activation.boundedReLUFields
    case (.softmax, _): axis == LayerFields.lastAxis ? [:] : ["axis": .integer(axis)]
    case (.elu, .elu(let alpha)): ["alpha": .number(alpha)]
    case (.activation, _): ["activation": activation.json]
    default: [:]
    }
  }
}
