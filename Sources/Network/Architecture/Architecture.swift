/// A network's description: the input and a sequence of layers, checked as a whole.
///
/// An architecture that exists is sound: all shapes fit, all names differ, and it ends with one number per class.
package struct Architecture: Equatable, Sendable {
  /// The model's name in Keras.
  package let name: String
  /// The shape of one image.
  package let inputShape: ImageShape
  /// The axes of the input as Keras has them: `[rows, columns, channels]`, `[rows, columns]`, or `[pixels]`.
  package let inputAxes: [Int]
  /// In the order in which they compute; an input layer is not among them.
  package let layers: [Layer]

  /// Chains layers, and works out their shapes.
  ///
  /// - Parameter frozen: the names of the layers that training does not change.
  /// - Throws: if a layer's options make no sense or do not fit what comes before, if two names are the same, or if
  ///   the last layer does not give logits or probabilities of at least two classes.
  package init(
    name: String, inputShape: ImageShape, layers: [(name: String, kind: LayerKind)], frozen: Set<String> = []
  ) throws(ArchitectureError) {
    try self.init(name: name, inputAxes: inputShape.axes, layers: layers, frozen: frozen)
  }

  /// The same, for an input that need not have an axis of channels, or of columns.
  package init(
    name: String, inputAxes: [Int], layers: [(name: String, kind: LayerKind)], frozen: Set<String> = []
  ) throws(ArchitectureError) {
    try LayerNames.check(name)
    self.name = name
    inputShape = try ImageShape(inputAxes: inputAxes)
    self.inputAxes = inputAxes
    self.layers = try Self.chain(layers, frozen: frozen, behind: inputAxes)
    try checkOutput()
    try checkParameterCount()
  }

  /// The parameter tensors of all layers, in model order: weights, gradients, moments and files share it.
  package var tensors: [TensorDescription] { layers.flatMap(\.tensors) }

  /// The number of elements of all tensors.
  package var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// The number of parameters that the optimiser changes; the others are moving statistics.
  package var trainedParameterCount: Int {
    tensors.reduce(0) { $0 + ($1.role.isTrained ? $1.elementCount : 0) }
  }

  /// The number of classes that the network tells apart.
  package var classCount: Int { layers.last?.outputShape.last ?? 0 }

  /// Whether the last layer gives probabilities; otherwise it gives logits. The loss is computed from logits either way.
  package var endsWithSoftmax: Bool { layers.last?.kind.description.activation == .softmax }

  private static func chain(
    _ layers: [(name: String, kind: LayerKind)], frozen: Set<String>, behind inputAxes: [Int]
  ) throws(ArchitectureError) -> [Layer] {
    var chain: [Layer] = []
    var names: Set<String> = []
    var shape = inputAxes
    for (name, kind) in layers {
      let layer = try Layer(name: name, kind: kind, inputShape: shape, isTrained: !frozen.contains(name))
      guard names.insert(name).inserted else {
        throw ArchitectureError(
          field: "name", found: "the name of an earlier layer", supported: "a name that no other layer has"
        ).inLayer(named: name, className: kind.className)
      }
      // Before the layers behind it, of which the first would be refused for what comes to it.
      try layer.requireOffsets(imagesAtOnce: 1)
      chain.append(layer)
      shape = layer.outputShape
    }
    return chain
  }

  private func checkOutput() throws(ArchitectureError) {
    guard let last = layers.last else {
      throw ArchitectureError(field: "layers", found: "no layer", supported: "at least one Dense layer")
    }
    guard last.outputShape.count == 1, last.outputShape[0] > 1 else {
      throw ArchitectureError(
        field: "output shape of the last layer", found: "\(last.outputShape)",
        supported: "[classes], at least [2]: end with Dense(10), for example"
      ).inLayer(named: last.name, className: last.className)
    }
    guard last.kind.description.activation.givesLogitsOrProbabilities else {
      throw ArchitectureError(
        field: "last layer",
        found: "\(last.className) with activation \"\(last.kind.description.activation.kerasName)\"",
        supported: "activation \"softmax\" (probabilities), \"linear\" or LeakyReLU (logits)"
      ).inLayer(named: last.name, className: last.className)
    }
    try checkProbabilitiesComeLast()
  }

  /// Refuses what Keras takes for probabilities, and would here be taken for logits: a softmax and then only layers
  /// that leave probabilities what they are.
  private func checkProbabilitiesComeLast() throws(ArchitectureError) {
    guard !endsWithSoftmax, let index = layers.lastIndex(where: { !$0.kind.keepsProbabilities }),
      layers[index].kind.description.activation == .softmax
    else { return }
    let behind = layers[(index + 1)...].map(\.className).joined(separator: ", ")
    throw ArchitectureError(
      field: "activation", found: "\"softmax\" with only \(behind) behind it",
      supported: "probabilities from the last layer: move \"softmax\" there"
    ).inLayer(named: layers[index].name, className: layers[index].className)
  }

  private func checkParameterCount() throws(ArchitectureError) {
    guard parameterCount <= ElementCount.limit else {
      throw ArchitectureError(
        field: "parameters", found: "\(parameterCount) in all layers", supported: "at most \(ElementCount.limit)")
    }
  }
}

extension LayerKind {
  /// Whether probabilities are still some behind this layer.
  fileprivate var keepsProbabilities: Bool {
    switch self {
    case .flatten, .reshape, .dropout, .pooling2D, .globalPooling2D: true
    case .activation(let layer):
      switch layer.activation {
      case .linear, .relu, .leakyReLU: true
      case .boundedReLU(let maximum, _, let threshold): threshold == 0 && maximum ?? 1 >= 1
      case .elu, .gelu, .selu, .silu, .softplus, .softsign, .tanh, .sigmoid, .softmax: false
      }
    case .convolution2D, .dense, .batchNormalization, .zeroPadding2D, .rescaling: false
    }
  }
}
