/// Keras' `Dense`: every output unit is a weighted sum of all inputs, with a bias and an activation.
///
/// - Shapes: input `[i]`, kernel `[i, units]`, bias `[units]`, output `[units]`.
/// - Formula: output[o] = activation(bias[o] + Σ(i) input[i] · kernel[i,o])
package struct Dense: LayerDescription {
  /// The number of outputs.
  package let units: Int
  /// Applied after the bias.
  package let activation: Activation
  private let weights: WeightOptions

  /// A layer with the given options; an ``Architecture`` checks them.
  package init(
    units: Int, usesBias: Bool = true, activation: Activation = .linear, kernelL2: Double = 0, biasL2: Double = 0,
    seed: UInt64? = nil
  ) {
    self.units = units
    self.activation = activation
    weights = WeightOptions(usesBias: usesBias, kernelL2: kernelL2, biasL2: biasL2, seed: seed)
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    units = try fields.integer("units")
    activation = try fields.activation()
    weights = try WeightOptions(fields: &fields)
  }

  /// Whether a bias is added.
  package var usesBias: Bool { weights.usesBias }

  var layerClass: LayerClass { .dense }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try Requirement.count("units", units)
    try activation.check()
    try weights.check()
    guard input.count == 1 else {
      throw ArchitectureError(
        field: "input shape", found: "\(input)", supported: "a flat input [units]: put a Flatten layer before it")
    }
    return [units]
  }

  func tensors(for input: [Int]) -> [TensorDescription] { weights.tensors(kernel: [input.last ?? 0, units]) }

  func outputArithmetic(for input: [Int]) -> [String] { ["output \(units)"] }

  var kerasFields: [String: JSONValue] {
    var fields = weights.kerasFields
    fields["units"] = .integer(units)
    fields["activation"] = activation.json
    return fields
  }
}
