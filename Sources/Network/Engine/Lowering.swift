/// Turns an architecture into stages: shapes, tables and places of the parameters, all known beforehand.
struct Lowering {
  private let architecture: Architecture
  private let capacity: Int
  private let convolution: ConvolutionAlgorithm
  /// Floats that the stages prepare of the parameters.
  private(set) var preparedCount = 0
  private(set) var layout = ParameterLayout()
  private(set) var stages: [any Stage] = []
  /// The layers of each stage, by name.
  private(set) var names: [String] = []
  private(set) var shapes: [ActivationShape]

  init(_ architecture: Architecture, capacity: Int, convolution: ConvolutionAlgorithm) {
    self.convolution = convolution
    self.architecture = architecture
    self.capacity = capacity
    let input = architecture.inputShape
    shapes = [.input(rows: input.rows, columns: input.columns, channels: input.channels)]
  }

  private var shape: ActivationShape { shapes[shapes.count - 1] }

  mutating func lower() {
    var number = 0
    while number < architecture.layers.count {
      if lowerPooledConvolution(at: number) {
        number += 2
      } else {
        lower(architecture.layers[number], number: number)
        number += 1
      }
    }
  }

  /// Makes one stage of a convolution and the 2 × 2 pooling behind it where the fast kernels fit.
  private mutating func lowerPooledConvolution(at number: Int) -> Bool {
    let layers = architecture.layers
    guard number + 1 < layers.count, case .convolution2D(let convolution) = layers[number].kind,
      case .maxPooling2D(let pooling) = layers[number + 1].kind,
      pooling.poolSize == WindowSize(rows: 2, columns: 2), convolution.activation != .softmax,
      PooledConvolutionStage.isSupported(
        input: shape, kernelSize: convolution.kernelSize, isFirst: stages.isEmpty)
    else { return false }
    let (kernel, bias) = placeParameters(of: layers[number], isOutputMajor: shape.pitch > 1)
    let isTransformed =
      self.convolution.prefersWinograd
      && PooledConvolutionStage.isWinogradSupported(input: shape, kernelSize: convolution.kernelSize)
    append(
      PooledConvolutionStage(
        input: shape, kernel: kernel, bias: bias, rectifies: convolution.activation == .relu,
        ordered: kernel.isOutputMajor ? prepared(kernel.count) : nil,
        transformed: isTransformed ? prepared(16 * kernel.paddedRowsPerBlock * kernel.paddedColumns) : nil,
        capacity: capacity), name: layers[number].name + " + " + layers[number + 1].name)
    return true
  }

  private mutating func lower(_ layer: Layer, number: Int) {
    switch layer.kind {
    case .convolution2D(let convolution): lower(convolution, of: layer)
    case .dense(let dense):
      let (kernel, bias) = placeParameters(of: layer)
      append(
        DenseStage(
          input: shape, kernel: kernel, bias: bias, rectifies: dense.activation == .relu,
          transposed: stages.isEmpty ? nil : prepared(kernel.count), capacity: capacity), name: layer.name)
    case .maxPooling2D(let pooling):
      let window = (rows: pooling.poolSize.rows, columns: pooling.poolSize.columns)
      padInput()
      append(MaximumPoolingStage(input: shape, window: window, strides: window), name: layer.name)
    case .dropout(let dropout):
      if dropout.rate > 0 {
        padInput()
        append(DropoutStage(outputShape: shape, rate: dropout.rate, layer: number), name: layer.name)
      }
    case .flatten:
      // Where nothing moves in memory, the same numbers are only called by another shape.
      let stage = RepackingStage.flattening(shape)
      if stage.isFree { shapes[shapes.count - 1] = stage.outputShape } else { append(stage, name: layer.name) }
    case .activation(let activation):
      // Softmax stands last and is part of the loss; linear is nothing.
      if activation.activation == .relu {
        padInput()
        append(RectifierStage(outputShape: shape), name: layer.name)
      }
    }
  }

  private mutating func lower(_ convolution: Convolution2D, of layer: Layer) {
    let rectifies = convolution.activation == .relu
    let isTransformed =
      self.convolution.prefersWinograd
      && WinogradConvolutionStage.isSupported(
        input: shape, kernelSize: convolution.kernelSize, isFirst: stages.isEmpty)
    let (kernel, bias) = placeParameters(of: layer, isOutputMajor: isTransformed)
    guard isTransformed else {
      append(
        ConvolutionStage(
          input: shape, kernel: kernel, bias: bias, rectifies: rectifies,
          transposed: stages.isEmpty ? nil : prepared(kernel.count), capacity: capacity), name: layer.name)
      return
    }
    let count = WinogradConvolutionStage.preparedCount(kernel: kernel)
    append(
      WinogradConvolutionStage(
        input: shape, kernel: kernel, bias: bias, rectifies: rectifies, forwardKernel: prepared(count),
        backwardKernel: prepared(count)), name: layer.name)
  }

  private mutating func prepared(_ count: Int) -> PreparedPlacement {
    defer { preparedCount += count }
    return PreparedPlacement(offset: preparedCount, count: count)
  }

  private mutating func append(_ stage: some Stage, name: String) {
    stages.append(stage)
    names.append(name)
    shapes.append(stage.outputShape)
  }

  /// Layers that work on whole vectors cannot read an unpadded network input: put a copy before the first of them.
  private mutating func padInput() {
    let stage = RepackingStage.padding(shape)
    if !stage.isFree { append(stage, name: "padding") }
  }

  private mutating func placeParameters(
    of layer: Layer, isOutputMajor: Bool = false
  ) -> (kernel: TensorPlacement, bias: TensorPlacement) {
    let placements = layer.tensors.map { tensor in
      let isKernel = tensor.shape.count > 1
      return layout.append(
        tensor, paddedRows: isKernel ? rowsRead(by: tensor) : nil, isOutputMajor: isKernel && isOutputMajor)
    }
    return (placements[0], placements[1])
  }

  /// The rows of a kernel in memory: as many as its input has numbers, padding included.
  private func rowsRead(by tensor: TensorDescription) -> Int {
    tensor.shape.count == 4 ? shape.pitch : shape.count
  }
}
