/// Keras' `GlobalMaxPooling2D` and `GlobalAveragePooling2D`: one number of each channel.
///
/// - Shapes: input `[rows, columns, c]`, output `[c]`.
package struct GlobalPooling2D: LayerDescription {
  /// What becomes of a channel.
  package let kind: Pooling2D.Kind

  /// A layer of the given kind; it has no other options.
  package init(kind: Pooling2D.Kind) {
    self.kind = kind
  }

  init(_ kind: Pooling2D.Kind, fields: inout LayerFields) throws(ArchitectureError) {
    self.kind = kind
    try fields.only("keepdims", false)
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
    return [image.channels]
  }

  func outputArithmetic(for input: [Int]) -> [String] {
    [
      "output \(input[2]): the \(kind == .maximum ? "largest" : "mean") of \(input[0]) x \(input[1]) numbers for each channel"
    ]
  }
}
