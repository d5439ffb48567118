/// Keras' `Conv2D`: a valid correlation with stride 1, a bias, and an activation.
///
/// - Shapes: input `[rows, columns, i]`, kernel `[kernel rows, kernel columns, i, filters]`,
///   output `[rows − kernel rows + 1, columns − kernel columns + 1, filters]`.
/// - Formula: output[y,x,o] = activation(bias[o] + Σ(ky,kx,i) input[y+ky, x+kx, i] · kernel[ky,kx,i,o])
package struct Convolution2D: LayerDescription {
  /// The number of output channels.
  package let filters: Int
  /// Larger than the input in neither direction.
  package let kernelSize: WindowSize
  /// Applied after the bias.
  package let activation: Activation

  /// A layer with the given options; an ``Architecture`` checks them.
  package init(filters: Int, kernelSize: WindowSize, activation: Activation = .linear) {
    self.filters = filters
    self.kernelSize = kernelSize
    self.activation = activation
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    filters = try fields.integer("filters")
    kernelSize = try fields.window("kernel_size")
    activation = try fields.activation()
    try fields.only("strides", 1, [1, 1])
    try fields.only("padding", "valid")
    try fields.only("dilation_rate", 1, [1, 1])
    try fields.only("groups", 1)
    try fields.only("data_format", "channels_last", nil)
    try fields.weights()
  }

  var layerClass: LayerClass { .convolution2D }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try Requirement.count("filters", filters)
    let image = try Requirement.image(input)
    try Requirement.fits(kernelSize, field: "kernel_size", in: image)
    return [image.rows - kernelSize.rows + 1, image.columns - kernelSize.columns + 1, filters]
  }

  func tensors(for input: [Int]) -> [TensorDescription] {
    let kernel = [kernelSize.rows, kernelSize.columns, input.last ?? 0, filters]
    return [
      TensorDescription(name: "kernel", shape: kernel, initializer: .glorotUniform()),
      TensorDescription(name: "bias", shape: [filters], initializer: .zeros),
    ]
  }

  var kerasFields: [String: JSONValue] {
    [
      "filters": .integer(filters), "kernel_size": kernelSize.json, "activation": .string(activation.rawValue),
    ]
  }
}
