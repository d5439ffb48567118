/// Keras' `Flatten`: all numbers of an image in a row, in the order row, column, channel.
package struct Flatten: LayerDescription {
  /// A layer; it has no options.
  package init() {}

  init(fields: inout LayerFields) throws(ArchitectureError) { try fields.channelsLast() }

  var layerClass: LayerClass { .flatten }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    [try ElementCount.of(input, field: "input shape")]
  }

  func outputArithmetic(for input: [Int]) -> [String] {
    ["output \(input.map(String.init).joined(separator: " x ")) = \(input.reduce(1, *))"]
  }
}
