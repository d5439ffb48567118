/// Keras' `GlobalMaxPooling2D` and `GlobalAveragePooling2D`: one number of each channel.
///
/// - Shapes: input `[rows, columns, c]`, output `[c]`, or `[1, 1, c]` where the axes are kept.
package struct GlobalPooling2D: LayerDescription {
  /// What becomes of a channel.
  package let kind: Pooling2D.Kind
  /// Whether the output has axes of rows and columns, one of each.
  package let keepsAxes: Bool

  /// A layer of the given kind.
  package init(kind: Pooling2D.Kind, keepsAxes: Bool = false) {
    self.kind = kind
    self.keepsAxes = keepsAxes
  }

  init(_ kind: Pooling2D.Kind, fields: inout LayerFields) throws(ArchitectureError) {
    self.kind = kind
    keepsAxes = try fields.boolean("keepdims", default: false)
    try fields.channelsLast()
  }

  var layerClass: LayerClass {
    switch kind {
    case .maximum: .globalMaxPooling2D
    case .average: .globalAveragePooling2D
    }
  }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    let image = try Requirement.image(input)
    try Requirement.positions("input shape", rows: image.rows, columns: image.columns)
    return keepsAxes ? [1, 1, image.channels] : [image.channels]
  }

  func outputArithmetic(for input: [Int]) -> [String] {
    [
      "output \(keepsAxes ? "1 x 1 x " : "")\(input[2]): the \(kind == .maximum ? "largest" : "mean") of \(input[0]) x \(input[1]) numbers for each channel"
    ]
  }

  var kerasFields: [String: JSONValue] { keepsAxes ? ["keepdims": true] : [:] }
}
