/// One layer of an architecture, in its place: its shapes are known.
package struct Layer: Equatable, Sendable {
  /// Unique in the architecture.
  package let name: String
  /// What it computes, with its options.
  package let kind: LayerKind
  /// The shape of one image's input: `[rows, columns, channels]` or `[units]`.
  package let inputShape: [Int]
  /// The shape of one image's output: `[rows, columns, channels]` or `[units]`.
  package let outputShape: [Int]
  /// Whether training changes the layer: Keras' `trainable`.
  package let isTrained: Bool
  /// The parameter tensors, kernel first; none in most kinds of layers.
  package let tensors: [TensorDescription]

  /// Puts a layer behind something of shape `inputShape`.
  ///
  /// - Throws: if the options make no sense, or do not fit the input.
  init(name: String, kind: LayerKind, inputShape: [Int], isTrained: Bool = true) throws(ArchitectureError) {
    self.name = name
    self.kind = kind
    self.inputShape = inputShape
    self.isTrained = isTrained
    do throws(ArchitectureError) {
      try LayerNames.check(name)
      guard inputShape.count != 2 || kind.takesRowsOfPixels else {
        throw ArchitectureError(
          field: "input shape", found: "\(inputShape)",
          supported: "an image [rows, columns, channels] or units: put Reshape or Flatten before it")
      }
      outputShape = try kind.description.outputShape(for: inputShape)
      _ = try ElementCount.of(outputShape, field: "output shape")
      tensors = kind.description.tensors(for: inputShape).map { $0.inLayer(named: name, isTrained: isTrained) }
      for tensor in tensors { try tensor.check() }
    } catch {
      throw error.inLayer(named: name, className: kind.className)
    }
  }

  /// Keras' name of the layer's class.
  package var className: String { kind.className }

  /// The number of parameters in all tensors.
  package var parameterCount: Int { tensors.reduce(0) { $0 + $1.elementCount } }
}
