/// Which stage computes a convolution: one that pools as well, one that filters by tiles, or the one for any shape.
extension Lowering {
  mutating func lower(_ convolution: Convolution2D, of layer: Layer) {
    if lowerPooled(convolution, of: layer) { return }
    let grid = WindowGrid(
      image: imageShape, window: convolution.kernelSize, strides: convolution.strides, padding: convolution.padding)
    let scheme =
      self.convolution.prefersWinograd
      ? WinogradConvolutionStage.scheme(
        input: shape, output: (grid.rows.outputSize, grid.columns.outputSize), kernelSize: convolution.kernelSize,
        strides: convolution.strides) : nil
    if scheme == nil { pad(grid, before: layer) }
    let (kernel, bias) = placeParameters(of: layer, channels: convolution.filters, isOutputMajor: scheme != nil)
    let (activation, layers) = takeActivation(behind: convolution.activation, of: layer)
    let rectifies = activation == .relu
    if let scheme {
      let count = WinogradConvolutionStage.preparedCount(scheme, kernel: kernel)
      append(
        WinogradConvolutionStage(
          scheme, input: shape, output: (grid.rows.outputSize, grid.columns.outputSize),
          padding: (grid.rows.paddingBefore, grid.columns.paddingBefore), kernel: kernel, bias: bias,
          rectifies: rectifies, forwardKernel: prepared(count), backwardKernel: prepared(count),
          imagesPerLeaf: imagesPerLeaf), layers)
    } else {
      append(
        ConvolutionStage(
          input: shape, kernel: kernel, bias: bias, rectifies: rectifies, strides: convolution.strides,
          transposed: wantsGradientBehind(kernel) ? prepared(kernel.count) : nil, capacity: capacity), layers)
    }
    appendUnlessRectifier(activation, of: layer)
  }

  private var imageShape: ImageShape { ImageShape(rows: shape.rows, columns: shape.columns, channels: shape.channels) }

  /// Zeros around the input, where the convolution wants them.
  private mutating func pad(_ grid: WindowGrid, before layer: Layer) {
    guard grid.rows.padding + grid.columns.padding > 0 else { return }
    append(
      PaddingStage(
        input: shape, rows: (grid.rows.paddingBefore, grid.rows.paddingAfter),
        columns: (grid.columns.paddingBefore, grid.columns.paddingAfter)), ["padding of \(layer.name)"])
  }

  /// Makes one stage of a convolution and the 2 × 2 maximum pooling behind it where the fast kernels fit.
  ///
  /// A function that never falls may as well come after the maximum, where there are fewer numbers.
  private mutating func lowerPooled(_ convolution: Convolution2D, of layer: Layer) -> Bool {
    var (activation, layers, behind) = (convolution.activation, [layer.name], position)
    if activation == .linear, let next, case .activation(let following) = next.kind {
      (activation, behind) = (following.activation, position + 1)
      layers.append(next.name)
    }
    let grid = WindowGrid(
      image: imageShape, window: convolution.kernelSize, strides: convolution.strides, padding: convolution.padding)
    let padded = shape.padded(
      rows: shape.rows + grid.rows.padding, columns: shape.columns + grid.columns.padding)
    guard convolution.strides == WindowSize(rows: 1, columns: 1), activation.isMonotonic,
      behind < architecture.layers.count, case .pooling2D(let pooling) = architecture.layers[behind].kind,
      pooling.halves(rows: grid.rows.outputSize, columns: grid.columns.outputSize),
      PooledConvolutionStage.isSupported(
        input: padded, kernelSize: convolution.kernelSize, isFirst: !wantsInputGradient)
    else { return false }
    pad(grid, before: layer)
    let (kernel, bias) = placeParameters(of: layer, channels: convolution.filters, isOutputMajor: shape.pitch > 1)
    let isTransformed =
      self.convolution.prefersWinograd
      && PooledConvolutionStage.isWinogradSupported(input: shape, kernelSize: convolution.kernelSize)
    append(
      PooledConvolutionStage(
        input: shape, kernel: kernel, bias: bias, rectifies: activation == .relu,
        ordered: kernel.isOutputMajor ? prepared(kernel.count) : nil,
        transformed: isTransformed ? prepared(16 * kernel.paddedRowsPerBlock * kernel.paddedColumns) : nil,
        capacity: capacity), layers + [architecture.layers[behind].name])
    position = behind + 1
    appendUnlessRectifier(activation, of: layer)
    return true
  }
}

extension Pooling2D {
  /// Whether it takes the maximum of 2 × 2 windows side by side, none of which reaches over the edge of an image.
  fileprivate func halves(rows: Int, columns: Int) -> Bool {
    let two = WindowSize(rows: 2, columns: 2)
    let isInside = padding == .valid || (rows.isMultiple(of: 2) && columns.isMultiple(of: 2))
    return kind == .maximum && poolSize == two && strides == two && isInside
  }
}

extension Activation {
  /// Whether a larger number never gives a smaller one.
  fileprivate var isMonotonic: Bool {
    switch self {
    case .linear, .relu, .boundedReLU, .elu, .selu, .softplus, .softsign, .tanh, .sigmoid: true
    case .leakyReLU(let slope): slope >= 0
    case .gelu, .silu, .softmax: false
    }
  }
}
