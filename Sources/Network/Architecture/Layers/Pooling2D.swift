/// Keras' `MaxPooling2D` and `AveragePooling2D`: one number of each window and channel.
///
/// - Shapes: input `[rows, columns, c]`, output `[rows', columns', c]` as ``WindowGeometry`` has it.
/// - Padding: what lies over the border does not count, neither as the largest number nor in the average.
package struct Pooling2D: LayerDescription {
  /// What becomes of a window.
  package enum Kind: Equatable, Sendable {
    /// Its largest number.
    case maximum
    /// The mean of its numbers.
    case average
  }

  /// What becomes of a window.
  package let kind: Kind
  /// The size of a window.
  package let poolSize: WindowSize
  /// From one window to the next; Keras' default is the size of a window.
  package let strides: WindowSize
  /// What happens at the border.
  package let padding: Padding

  /// A layer with the given options; an ``Architecture`` checks them.
  package init(kind: Kind, poolSize: WindowSize, strides: WindowSize? = nil, padding: Padding = .valid) {
    self.kind = kind
    self.poolSize = poolSize
    self.strides = strides ?? poolSize
    self.padding = padding
  }

  init(_ kind: Kind, fields: inout LayerFields) throws(ArchitectureError) {
    self.kind = kind
    poolSize = try fields.window("pool_size", default: WindowSize(rows: 2, columns: 2))
    strides = try fields.window("strides", default: poolSize)
    padding = try fields.padding()
    try fields.channelsLast()
  }

  var layerClass: LayerClass {
    switch kind {
    case .maximum: .maxPooling2D
    case .average: .averagePooling2D
    }
  }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    let image = try Requirement.image(input)
    let grid = try Requirement.grid(
      window: poolSize, named: "pool_size", strides: strides, padding: padding, on: image)
    try Requirement.positions("pool_size", rows: poolSize.rows, columns: poolSize.columns)
    return [grid.rows.outputSize, grid.columns.outputSize, image.channels]
  }

  func outputArithmetic(for input: [Int]) -> [String] {
    let image = ImageShape(rows: input[0], columns: input[1], channels: input[2])
    return WindowGrid(image: image, window: poolSize, strides: strides, padding: padding).arithmetic
  }

  var kerasFields: [String: JSONValue] {
    var fields = ["pool_size": poolSize.json]
    if strides != poolSize { fields["strides"] = strides.json }
    if padding != .valid { fields["padding"] = .string(padding.rawValue) }
    return fields
  }
}
