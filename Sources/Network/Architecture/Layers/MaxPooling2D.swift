/// Keras' `MaxPooling2D` with windows side by side: a last row or column that fills no window is dropped.
///
/// - Shapes: input `[rows, columns, c]`, output `[⌊rows / pool rows⌋, ⌊columns / pool columns⌋, c]`.
package struct MaxPooling2D: LayerDescription {
  /// The window, and the distance from one window to the next.
  package let poolSize: WindowSize

  /// A layer with the given window; an ``Architecture`` checks it.
  package init(poolSize: WindowSize) {
    self.poolSize = poolSize
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    poolSize = try fields.window("pool_size", default: WindowSize(rows: 2, columns: 2))
    let side: JSONValue = poolSize.rows == poolSize.columns ? .integer(poolSize.rows) : poolSize.json
    try fields.only("strides", poolSize.json, side, nil)
    try fields.only("padding", "valid")
    try fields.only("data_format", "channels_last", nil)
  }

  var layerClass: LayerClass { .maxPooling2D }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    let image = try Requirement.image(input)
    try Requirement.fits(poolSize, field: "pool_size", in: image)
    return [image.rows / poolSize.rows, image.columns / poolSize.columns, image.channels]
  }

  var kerasFields: [String: JSONValue] { ["pool_size": poolSize.json] }
}
