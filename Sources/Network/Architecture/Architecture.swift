/// A network's description: the input and a sequence of layers, checked as a whole.
///
/// An architecture that exists is sound: all shapes fit, all names differ, and it ends with one number per class.
package struct Architecture: Equatable, Sendable {
  /// The model's name in Keras.
  package let name: String
  /// The shape of one image.
  package let inputShape: ImageShape
  /// In the order in which they compute; an input layer is not among them.
  package let layers: [Layer]

  /// Chains layers, and works out their shapes.
  ///
  /// - Throws: if a layer's options make no sense or do not fit what comes before, if two names are the same, or if
  ///   the last layer does not give logits or probabilities of at least two classes.
  package init(
    name: String, inputShape: ImageShape, layers: [(name: String, kind: LayerKind)]
  ) throws(ArchitectureError) {
    try LayerNames.check(name)
    guard !inputShape.axes.contains(where: { $0 < 1 }) else {
      throw ArchitectureError(
        field: "input shape", found: "\(inputShape.axes)", supported: "at least [1, 1, 1]: rows, columns, channels")
    }
    _ = try ElementCount.of(inputShape.axes, field: "input shape")
    self.name = name
    self.inputShape = inputShape
    self.layers = try Self.chain(layers, behind: inputShape)
    try checkOutput()
    try checkParameterCount()
  }

  /// The parameter tensors of all layers, in model order: weights, gradients, moments and files share it.
  package var tensors: [TensorDescription] { layers.flatMap(\.tensors) }

  /// The number of parameters, all of which are trained.
  package var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// The number of classes that the network tells apart.
  package var classCount: Int { layers.last?.outputShape.last ?? 0 }

  /// Whether the last layer gives probabilities; otherwise it gives logits. The loss is computed from logits either way.
  package var endsWithSoftmax: Bool { layers.last?.kind.description.activation == .softmax }

  private static func chain(
    _ layers: [(name: String, kind: LayerKind)], behind inputShape: ImageShape
  ) throws(ArchitectureError) -> [Layer] {
    var chain: [Layer] = []
    var names: Set<String> = []
    var shape = inputShape.axes
    for (name, kind) in layers {
      let layer = try Layer(name: name, kind: kind, inputShape: shape)
      guard names.insert(name).inserted else {
        throw ArchitectureError(
          field: "name", found: "the name of an earlier layer", supported: "a name that no other layer has"
        ).inLayer(named: name, className: kind.className)
      }
      chain.append(layer)
      shape = layer.outputShape
    }
    return chain
  }

  private func checkOutput() throws(ArchitectureError) {
    guard let last = layers.last else {
      throw ArchitectureError(field: "layers", found: "no layer", supported: "at least one Dense layer")
    }
    for layer in layers.dropLast() where layer.kind.description.activation == .softmax {
      throw ArchitectureError(
        field: "activation", found: "\"softmax\" before the last layer", supported: "\"softmax\" in the last layer only"
      ).inLayer(named: layer.name, className: layer.className)
    }
    guard last.outputShape.count == 1, last.outputShape[0] > 1 else {
      throw ArchitectureError(
        field: "output shape of the last layer", found: "\(last.outputShape)",
        supported: "[classes], at least [2]: end with Dense(10), for example"
      ).inLayer(named: last.name, className: last.className)
    }
    guard last.kind.givesLogitsOrProbabilities else {
      throw ArchitectureError(
        field: "last layer",
        found: "\(last.className) with activation \"\(last.kind.description.activation.rawValue)\"",
        supported: "a Dense, Activation, Softmax or Flatten layer with activation \"softmax\" or \"linear\" (logits)"
      ).inLayer(named: last.name, className: last.className)
    }
  }

  private func checkParameterCount() throws(ArchitectureError) {
    guard parameterCount <= ElementCount.limit else {
      throw ArchitectureError(
        field: "parameters", found: "\(parameterCount) in all layers", supported: "at most \(ElementCount.limit)")
    }
  }
}

extension LayerKind {
  /// Whether a network may end with this layer.
  fileprivate var givesLogitsOrProbabilities: Bool {
    switch self {
    case .dense(let layer): layer.activation != .relu
    case .activation(let layer): layer.activation != .relu
    case .flatten: true
    case .convolution2D, .maxPooling2D, .dropout: false
    }
  }
}
