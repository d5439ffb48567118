import KernelInterface

/// 3 × 3 convolution with stride 1, with bias and rectifier if wanted, by Winograd's minimal filtering.
///
/// Computes what ``ConvolutionStage`` does, with 25 products where that has 81, or 36 where that has 144: see
/// ``WinogradConvolution``, ``WinogradInputGradient`` and ``WinogradKernelGradient``. Zeros beyond the edge need no copy.
///
/// The kernel lies output channel by output channel. How many leaves a pass holds may not change a bit, so each leaf's gradient
/// of the kernel is transformed back before it joins the others: where a leaf has few tiles that costs more than the fewer
/// products save, and it stays direct, behind a rectifier sparse.
struct WinogradConvolutionStage: Stage {
  let inputShape: ActivationShape
  let outputShape: ActivationShape
  private let scheme: WinogradTiles.Scheme
  private let padding: (top: Int, left: Int)
  private let kernel: TensorPlacement
  private let bias: LayerBias
  private let rectifies: Bool
  /// The transformed kernel with lanes over output channels, and over input channels.
  private let forwardKernel: PreparedPlacement
  private let backwardKernel: PreparedPlacement
  /// Nil where the kernel's gradient is computed by tiles too.
  private let parameterGradient: ConvolutionParameterGradient?
  private let inputLines: IndexTable
  private let outputLines: IndexTable
  private let outputPlaces: IndexTable
  private let kernelRows: IndexTable

  /// The filtering with the fewest products, if there is one with fewer than the direct way; nil where the shapes do not fit: a
  /// first stage's input has no padded channels.
  static func scheme(
    input: ActivationShape, output: (rows: Int, columns: Int), kernelSize: WindowSize, strides: WindowSize
  ) -> WinogradTiles.Scheme? {
    guard input.pitch % Lanes.width == 0, kernelSize == WindowSize(rows: 3, columns: 3),
      strides == WindowSize(rows: 1, columns: 1)
    else { return nil }
    func products(_ scheme: WinogradTiles.Scheme) -> Int {
      let m = scheme.rawValue
      return scheme.places * ((output.rows + m - 1) / m) * ((output.columns + m - 1) / m)
    }
    let best = WinogradTiles.Scheme.allCases.min { products($0) < products($1) }
    return best.flatMap { 3 * products($0) <= 2 * 9 * output.rows * output.columns ? $0 : nil }
  }

  /// Floats of either transformed kernel.
  static func preparedCount(_ scheme: WinogradTiles.Scheme, kernel: TensorPlacement) -> Int {
    WinogradTiles.kernelCount(scheme, inputs: kernel.paddedRowsPerBlock, outputs: kernel.paddedColumns)
  }

  /// - Parameters:
  ///   - padding: zeros above the first row and left of the first column.
  ///   - imagesPerLeaf: of training; they decide how the kernel's gradient is computed.
  init(
    _ scheme: WinogradTiles.Scheme, input: ActivationShape, output: (rows: Int, columns: Int),
    padding: (top: Int, left: Int), kernel: TensorPlacement, bias: LayerBias, rectifies: Bool,
    forwardKernel: PreparedPlacement, backwardKernel: PreparedPlacement, imagesPerLeaf: Int
  ) {
    let outputShape = ActivationShape(rows: output.rows, columns: output.columns, channels: bias.channels)
    (self.scheme, self.padding, inputShape, self.outputShape) = (scheme, padding, input, outputShape)
    (self.kernel, self.bias, self.rectifies) = (kernel, bias, rectifies)
    (self.forwardKernel, self.backwardKernel) = (forwardKernel, backwardKernel)
    let m = scheme.rawValue
    let tilesPerLeaf = imagesPerLeaf * ((output.rows + m - 1) / m) * ((output.columns + m - 1) / m)
    let isPadded = output.rows != input.rows - 2 || output.columns != input.columns - 2
    parameterGradient =
      isPadded || WinogradKernelGradient.isWorthwhile(tilesPerLeaf: tilesPerLeaf)
      ? nil
      : ConvolutionParameterGradient(
        input: input, output: outputShape, kernel: kernel, bias: bias, rectifies: rectifies)
    inputLines = IndexTable((0..<WinogradTiles.usualBlock).map { $0 * input.pitch })
    outputLines = IndexTable((0..<WinogradTiles.usualBlock).map { $0 * outputShape.pitch })
    let panel = WinogradTiles.usualBlock * Lanes.width
    outputPlaces = IndexTable((0..<outputShape.pitch).map { $0 / Lanes.width * panel + $0 % Lanes.width })
    kernelRows = IndexTable((0..<outputShape.pitch).map { $0 * input.pitch })
  }

  private var tiles: WinogradTiles {
    WinogradTiles(
      scheme, input: (inputShape.rows, inputShape.columns, inputShape.pitch),
      output: (outputShape.rows, outputShape.columns, outputShape.pitch), padding: padding,
      inputLines: inputLines.view, outputLines: outputLines.view)
  }

  var plan: StagePlan {
    let (taps, outputs) = (9, outputShape.rows * outputShape.columns)
    let products = inputShape.pitch * outputShape.pitch
    let dense = taps * outputs * inputShape.channels * outputShape.channels
    let m = scheme.rawValue
    let transformed = KernelPlan(
      .fast, "Winograd F(\(m)x\(m),3x3)", dense: dense, computed: scheme.places * tiles.tilesPerImage * products)
    return StagePlan(
      forward: transformed, weightGradient: parameterGradient?.plan ?? transformed, inputGradient: transformed,
      notes: [outputShape.paddingNote].compactMap(\.self))
  }

  struct Scratch: StageScratch {
    /// Transformed patches and products of one block of tiles.
    let tiles: FloatBuffer
    /// The transformed kernel's gradient for leaves that wait for their sibling; empty where tiles do not compute it.
    let sums: FloatBuffer
    /// Where tiles do not compute the kernel's gradient: see ``ConvolutionParameterGradient/makeLists(capacity:)``.
    let lists: GradientLists?

    var floatCount: Int { tiles.count + sums.count + (lists?.floatCount ?? 0) }
  }

  func makeScratch(capacity: Int) -> Scratch {
    let (inputs, outputs, block) = (inputShape.pitch, outputShape.pitch, WinogradTiles.usualBlock)
    let sums = WinogradKernelGradient.sumsCount(scheme, inputs: inputs, outputs: outputs, leaves: capacity)
    return Scratch(
      tiles: FloatBuffer(count: WinogradTiles.scratchCount(scheme, block: block, inputs: inputs, outputs: outputs)),
      sums: FloatBuffer(count: parameterGradient == nil ? sums : 0),
      lists: parameterGradient?.makeLists(capacity: capacity))
  }

  func prepare(_ parameters: FloatView, into prepared: FloatView, kernels: any KernelSet.Type) {
    kernels.transformWinogradKernel(
      WinogradKernelTransform(
        scheme, inputs: inputShape.pitch, outputs: outputShape.pitch, kernel: kernel.view(of: parameters),
        forward: forwardKernel.view(of: prepared), backward: backwardKernel.view(of: prepared)))
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: Scratch) {
    pass.kernels.convolveByWinograd(
      WinogradConvolution(
        tiles, images: pass.images, input: input, kernel: forwardKernel.view(of: pass.prepared),
        bias: bias.view(of: pass.parameters), output: output, rectifies: rectifies, scratch: scratch.tiles.view))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: Scratch
  ) {
    if let parameterGradient {
      parameterGradient.compute(
        pass, input: input, output: output, outputGradient: outputGradient, target: target, lists: scratch.lists)
    } else {
      let count = pass.images * outputShape.count
      bias.sum(
        outputGradient.slice(at: 0, count: count), rectified: rectifies ? output.slice(at: 0, count: count) : nil,
        rowsPerImage: outputShape.rows * outputShape.columns, columns: outputShape.pitch, pass, target)
      pass.kernels.computeWinogradKernelGradient(
        WinogradKernelGradient(
          tiles, leaves: target.leaves, input: input, outputGradient: outputGradient,
          kernelGradient: kernel.view(of: target.view), accumulates: target.accumulates, scratch: scratch.tiles.view,
          sums: scratch.sums.view, outputPlaces: outputPlaces.view, kernelRows: kernelRows.view))
    }
    guard let inputGradient else { return }
    pass.kernels.computeWinogradInputGradient(
      WinogradInputGradient(
        tiles, images: pass.images, outputGradient: outputGradient, kernel: backwardKernel.view(of: pass.prepared),
        inputGradient: inputGradient, scratch: scratch.tiles.view))
  }
}
