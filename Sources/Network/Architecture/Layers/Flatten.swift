/// Keras' `Flatten`: all numbers of an image in a row, in the order row, column, channel.
package struct Flatten: LayerDescription {
  /// A layer; it has no options.
  package init() {}

  init(fields: inout LayerFields) throws(ArchitectureError) {
    try fields.only("data_format", "channels_last", nil)
  }

  var layerClass: LayerClass { .flatten }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    [try ElementCount.of(input, field: "input shape")]
  }
}
