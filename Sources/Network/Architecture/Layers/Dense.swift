/// Keras' `Dense`: every output unit is a weighted sum of all inputs, with a bias and an activation.
///
/// - Shapes: input `[i]`, kernel `[i, units]`, output `[units]`.
/// - Formula: output[o] = activation(bias[o] + Σ(i) input[i] · kernel[i,o])
package struct Dense: LayerDescription {
  /// The number of outputs.
  package let units: Int
  /// Applied after the bias.
  package let activation: Activation

  /// A layer with the given options; an ``Architecture`` checks them.
  package init(units: Int, activation: Activation = .linear) {
    self.units = units
    self.activation = activation
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    units = try fields.integer("units")
    activation = try fields.activation()
    try fields.weights()
  }

  var layerClass: LayerClass { .dense }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try Requirement.count("units", units)
    guard input.count == 1 else {
      throw ArchitectureError(
        field: "input shape", found: "\(input)", supported: "a flat input [units]: put a Flatten layer before it")
    }
    return [units]
  }

  func tensors(for input: [Int]) -> [TensorDescription] {
    [
      TensorDescription(name: "kernel", shape: [input.last ?? 0, units], initializer: .glorotUniform()),
      TensorDescription(name: "bias", shape: [units], initializer: .zeros),
    ]
  }

  var kerasFields: [String: JSONValue] {
    ["units": .integer(units), "activation": .string(activation.rawValue)]
  }
}
