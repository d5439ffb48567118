/// Keras' `Activation`, `ReLU` and `Softmax`: an activation as a layer of its own.
package struct ActivationLayer: LayerDescription {
  /// The function that is applied to the input.
  package let activation: Activation
  /// The class that it was written as.
  let layerClass: LayerClass

  /// An `Activation` layer.
  package init(_ activation: Activation) {
    self.activation = activation
    layerClass = .activation
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    guard fields.contains("activation") else { throw .unsupported("activation", nil, Activation.names) }
    self.init(try fields.activation())
  }

  /// A `ReLU` layer without ceiling, slope or threshold.
  init(reluFields fields: inout LayerFields) throws(ArchitectureError) {
    try fields.only("max_value", nil)
    try fields.only("negative_slope", 0)
    try fields.only("threshold", 0)
    activation = .relu
    layerClass = .relu
  }

  /// A `Softmax` layer over the last axis.
  init(softmaxFields fields: inout LayerFields) throws(ArchitectureError) {
    try fields.only("axis", -1)
    activation = .softmax
    layerClass = .softmax
  }

  func outputShape(for input: [Int]) -> [Int] { input }

  var kerasFields: [String: JSONValue] {
    layerClass == .activation ? ["activation": .string(activation.rawValue)] : [:]
  }
}
