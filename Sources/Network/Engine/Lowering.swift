import KernelInterface

/// Turns an architecture into stages: shapes, tables and places of the parameters, all known beforehand.
///
/// Layers that one kernel computes together become one stage.
struct Lowering {
  let architecture: Architecture
  let capacity: Int
  /// Images of a leaf of training: they decide how some gradients are computed.
  let imagesPerLeaf: Int
  let convolution: ConvolutionAlgorithm
  /// Floats that the stages prepare of the parameters.
  private(set) var preparedCount = 0
  private(set) var layout = ParameterLayout()
  private(set) var stages: [any Stage] = []
  /// What each stage is called: its layers, "conv2d + max_pooling2d".
  private(set) var names: [String] = []
  /// The layers that stages compute, by name.
  private(set) var computedLayers: Set<String> = []
  private(set) var shapes: [ActivationShape]
  /// The number of the first stage with parameters that training changes: nobody wants the gradients before it.
  private(set) var firstTrained: Int?
  /// The layer that is lowered next.
  var position = 0

  init(_ architecture: Architecture, capacity: Int, imagesPerLeaf: Int, convolution: ConvolutionAlgorithm) {
    self.convolution = convolution
    self.architecture = architecture
    self.capacity = capacity
    self.imagesPerLeaf = imagesPerLeaf
    let input = architecture.inputShape
    shapes = [.input(rows: input.rows, columns: input.columns, channels: input.channels)]
  }

  var shape: ActivationShape { shapes[shapes.count - 1] }

  /// Whether a stage's input has a gradient that somebody wants.
  var wantsInputGradient: Bool { !layout.tensors.isEmpty }

  mutating func lower() {
    // Pixels in a row are what most layers take there; a Reshape finds the image as it is.
    if architecture.inputAxes.count == 1, architecture.layers.first?.kind.description.layerClass != .reshape {
      flatten(named: "rows of pixels in one")
    }
    while position < architecture.layers.count {
      let (layer, number) = (architecture.layers[position], position)
      position += 1
      lower(layer, number: number)
    }
  }

  private mutating func lower(_ layer: Layer, number: Int) {
    switch layer.kind {
    case .convolution2D(let convolution): lower(convolution, of: layer)
    case .dense(let dense): lower(dense, of: layer)
    case .pooling2D(let pooling): lower(pooling, of: layer)
    case .globalPooling2D(let pooling):
      padChannels()
      append(PoolingStage(global: pooling.kind, of: shape), [layer.name])
    case .batchNormalization(let normalization): lower(normalization, of: layer)
    case .dropout(let dropout):
      guard dropout.rate > 0 else { return }
      padChannels()
      if dropout.isSpatial {
        append(
          SpatialDropoutStage(shape: shape, rate: dropout.rate, seed: dropout.seed, layer: number), [layer.name])
      } else {
        append(DropoutStage(outputShape: shape, rate: dropout.rate, seed: dropout.seed, layer: number), [layer.name])
      }
    case .flatten: flatten(named: layer.name)
    case .reshape: reshape(layer)
    case .zeroPadding2D(let padding):
      append(
        PaddingStage(
          input: shape, rows: (padding.top, padding.bottom), columns: (padding.left, padding.right)), [layer.name])
    case .rescaling(let rescaling):
      append(
        ScalingStage(scale: Float(rescaling.scale), offset: Float(rescaling.offset), shape: shape), [layer.name])
    case .activation(let activation): append(activation.activation, [layer.name])
    }
  }

  private mutating func flatten(named name: String) { repack(.flattening(shape), named: name) }

  /// Where nothing moves in memory, the same numbers are only called by another shape.
  private mutating func repack(_ stage: RepackingStage, named name: String) {
    if stage.isFree { shapes[shapes.count - 1] = stage.outputShape } else { append(stage, [name]) }
  }

  private mutating func reshape(_ layer: Layer) {
    let axes = layer.outputShape
    guard axes.count > 1 else { return flatten(named: layer.name) }
    let (rows, columns, channels) = (axes[0], axes[1], axes.count == 3 ? axes[2] : 1)
    if (shape.rows, shape.columns, shape.channels) == (rows, columns, channels) { return }
    let input = ActivationShape.input(rows: rows, columns: columns, channels: channels)
    // The network's own input, which has no padding.
    let isInput = stages.isEmpty && shape.count == input.count
    repack(
      RepackingStage(
        from: shape, to: isInput ? input : ActivationShape(rows: rows, columns: columns, channels: channels)),
      named: layer.name)
  }

  private mutating func lower(_ dense: Dense, of layer: Layer) {
    let (kernel, bias) = placeParameters(of: layer, channels: dense.units)
    let (activation, layers) = takeActivation(behind: dense.activation, of: layer)
    append(
      DenseStage(
        input: shape, kernel: kernel, bias: bias, rectifies: activation == .relu,
        transposed: wantsGradientBehind(kernel) ? prepared(kernel.count) : nil, capacity: capacity), layers)
    appendUnlessRectifier(activation, of: layer)
  }

  private mutating func lower(_ pooling: Pooling2D, of layer: Layer) {
    padChannels()
    append(PoolingStage(pooling.kind, .init(pooling, on: shape), channels: shape.channels), [layer.name])
  }

  private mutating func lower(_ normalization: BatchNormalization, of layer: Layer) {
    padChannels()
    let placements = layer.tensors.map { layout.append($0) }
    func placement(_ name: String) -> TensorPlacement? { placements.first { $0.name == "\(layer.name).\(name)" } }
    guard let mean = placement("moving_mean"), let variance = placement("moving_variance") else {
      preconditionFailure("batch normalisation has moving statistics")
    }
    let (activation, layers) = takeActivation(behind: .linear, of: layer)
    append(
      BatchNormalizationStage(
        .init(gamma: placement("gamma"), beta: placement("beta"), mean: mean, variance: variance),
        momentum: normalization.momentum, epsilon: normalization.epsilon, rectifies: activation == .relu,
        isFrozen: !layer.isTrained, shape: shape, scaling: prepared(BatchNormalizationStage.preparedCount(shape: shape))
      ), layers)
    appendUnlessRectifier(activation, of: layer)
  }

  // MARK: - What the layers have in common

  /// The layer behind the one that is lowered.
  var next: Layer? { position < architecture.layers.count ? architecture.layers[position] : nil }

  /// A layer's activation, or if it has none a rectifier behind it, which is taken along.
  mutating func takeActivation(behind own: Activation, of layer: Layer) -> (Activation, layers: [String]) {
    guard own == .linear, let next, case .activation(let following) = next.kind, following.activation == .relu else {
      return (own, [layer.name])
    }
    position += 1
    return (.relu, [layer.name, next.name])
  }

  /// The activation of a layer as a stage of its own, unless the layer's own stage is a rectifier too.
  mutating func appendUnlessRectifier(_ activation: Activation, of layer: Layer) {
    if activation != .relu { append(activation, ["\(activation.kerasName) of \(layer.name)"]) }
  }

  /// An activation as a stage of its own; softmax in the last layer is part of the loss, and linear is nothing.
  private mutating func append(_ activation: Activation, _ layers: [String]) {
    guard activation != .linear, activation != .softmax || next != nil else { return }
    padChannels()
    if let function = ActivationKernel.Function(activation) {
      append(ActivationStage(function, shape: shape), layers)
    } else {
      append(SoftmaxStage(outputShape: shape), layers)
    }
  }

  mutating func append(_ stage: some Stage, _ layers: [String]) {
    if firstTrained == nil, layout.tensors.contains(where: { $0.role != .frozen }) { firstTrained = stages.count }
    stages.append(stage)
    names.append(layers.joined(separator: " + "))
    computedLayers.formUnion(layers)
    shapes.append(stage.outputShape)
  }

  mutating func prepared(_ count: Int) -> PreparedPlacement {
    defer { preparedCount += count }
    return PreparedPlacement(offset: preparedCount, count: count)
  }

  /// Layers that work on whole vectors cannot read an unpadded network input: put a copy before the first of them.
  private mutating func padChannels() {
    let stage = RepackingStage.padding(shape)
    if !stage.isFree { append(stage, ["padding of channels"]) }
  }

  /// Whether the input of the layer with this kernel has a gradient that somebody wants.
  func wantsGradientBehind(_ kernel: TensorPlacement) -> Bool { kernel.offset > 0 }

  /// Places a layer's kernel and, if it has one, its bias.
  mutating func placeParameters(
    of layer: Layer, channels: Int, isOutputMajor: Bool = false
  ) -> (kernel: TensorPlacement, bias: LayerBias) {
    let kernel = layer.tensors[0]
    // As many rows in memory as the input has numbers, padding included.
    let rows = kernel.shape.count == 4 ? shape.pitch : shape.count
    let placement = layout.append(kernel, paddedRows: rows, isOutputMajor: isOutputMajor)
    let bias = layer.tensors.dropFirst().first.map { layout.append($0) }
    return (placement, LayerBias(bias, channels: channels))
  }
}

extension Pooling.Shape {
  /// The windows of a layer on an input.
  fileprivate init(_ pooling: Pooling2D, on input: ActivationShape) {
    let grid = WindowGrid(
      image: ImageShape(rows: input.rows, columns: input.columns, channels: input.channels), window: pooling.poolSize,
      strides: pooling.strides, padding: pooling.padding)
    self.init(
      rows: input.rows, columns: input.columns, channels: input.pitch,
      window: (pooling.poolSize.rows, pooling.poolSize.columns),
      strides: (pooling.strides.rows, pooling.strides.columns),
      padding: (grid.rows.paddingBefore, grid.columns.paddingBefore),
      output: (grid.rows.outputSize, grid.columns.outputSize))
  }
}

extension ActivationKernel.Function {
  /// The kernels' name of a function of each number; nil for those that are none.
  init?(_ activation: Activation) {
    switch activation {
    case .linear, .softmax: return nil
    case .relu: self = .relu
    case .leakyReLU(let slope): self = .leakyReLU(slope: Float(slope))
    case .boundedReLU(let maximum, let slope, let threshold):
      self = .boundedReLU(
        maximum: maximum.map { Float($0) } ?? .infinity, slope: Float(slope), threshold: Float(threshold))
    case .elu(let alpha): self = .elu(alpha: Float(alpha))
    case .selu: self = .selu
    case .silu: self = .silu
    case .softplus: self = .softplus
    case .softsign: self = .softsign
    case .gelu(let approximate): self = approximate ? .approximateGELU : .gelu
    case .tanh: self = .tanh
    case .sigmoid: self = .sigmoid
    }
  }
}
