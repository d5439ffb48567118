/// Keras' `Conv2D`: a correlation with a bias and an activation.
///
/// - Shapes: input `[rows, columns, i]`, kernel `[kernel rows, kernel columns, i, filters]`, bias `[filters]`,
///   output `[rows', columns', filters]` as ``WindowGeometry`` has it.
/// - Formula: output[y,x,o] = activation(bias[o] + Σ(ky,kx,i) input[y·Sy+ky−Py, x·Sx+kx−Px, i] · kernel[ky,kx,i,o]) with
///   strides S, padding P before the image, and zeros over its border.
package struct Convolution2D: LayerDescription {
  /// The number of output channels.
  package let filters: Int
  /// The height and width of a window.
  package let kernelSize: WindowSize
  /// From one window to the next.
  package let strides: WindowSize
  /// What happens at the border.
  package let padding: Padding
  /// Applied after the bias.
  package let activation: Activation
  private let weights: WeightOptions

  /// A layer with the given options; an ``Architecture`` checks them.
  package init(
    filters: Int, kernelSize: WindowSize, strides: WindowSize = WindowSize(rows: 1, columns: 1),
    padding: Padding = .valid, usesBias: Bool = true, activation: Activation = .linear, kernelL2: Double = 0,
    biasL2: Double = 0, seed: UInt64? = nil
  ) {
    self.filters = filters
    self.kernelSize = kernelSize
    self.strides = strides
    self.padding = padding
    self.activation = activation
    weights = WeightOptions(usesBias: usesBias, kernelL2: kernelL2, biasL2: biasL2, seed: seed)
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    filters = try fields.integer("filters")
    kernelSize = try fields.window("kernel_size")
    strides = try fields.window("strides", default: WindowSize(rows: 1, columns: 1))
    padding = try fields.padding()
    activation = try fields.activation()
    try fields.only("dilation_rate", 1, [1, 1])
    try fields.only("groups", 1)
    try fields.channelsLast()
    weights = try WeightOptions(fields: &fields)
  }

  /// Whether a bias is added.
  package var usesBias: Bool { weights.usesBias }

  var layerClass: LayerClass { .convolution2D }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try Requirement.count("filters", filters)
    try activation.check()
    try weights.check()
    let grid = try Requirement.grid(
      window: kernelSize, named: "kernel_size", strides: strides, padding: padding, on: Requirement.image(input))
    _ = try ElementCount.of(
      [input[0] + grid.rows.padding, input[1] + grid.columns.padding, input[2]], field: "padded input shape")
    return [grid.rows.outputSize, grid.columns.outputSize, filters]
  }

  func outputArithmetic(for input: [Int]) -> [String] {
    let image = ImageShape(rows: input[0], columns: input[1], channels: input[2])
    return WindowGrid(image: image, window: kernelSize, strides: strides, padding: padding).arithmetic
  }

  func tensors(for input: [Int]) -> [TensorDescription] {
    weights.tensors(kernel: [kernelSize.rows, kernelSize.columns, input.last ?? 0, filters])
  }

  var kerasFields: [String: JSONValue] {
    var fields = weights.kerasFields
    fields["filters"] = .integer(filters)
    fields["kernel_size"] = kernelSize.json
    fields["activation"] = activation.json
    if strides != WindowSize(rows: 1, columns: 1) { fields["strides"] = strides.json }
    if padding != .valid { fields["padding"] = .string(padding.rawValue) }
    return fields
  }
}
