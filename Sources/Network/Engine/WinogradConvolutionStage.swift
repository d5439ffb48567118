import KernelInterface

/// Valid 3 × 3 convolution with stride 1, bias, and a rectifier if wanted, by Winograd's F(3×3, 3×3).
///
/// Computes what ``ConvolutionStage`` does, with 25 products where that has 81, in the forward pass and for the
/// gradient of the input: see ``WinogradTileConvolution`` and ``WinogradTileGradient``.
///
/// The kernel lies output channel by output channel. Its gradient stays direct, and behind a rectifier sparse. How many leaves a pass holds may not change a bit, so each leaf's sum
/// would have to be transformed back, 25 · i · o numbers to 9 · i · o, before it joins the others. By count of
/// operations, stores and loads that costs a leaf of four images as much as the fewer products save.
struct WinogradConvolutionStage: Stage {
  let inputShape: ActivationShape
  let outputShape: ActivationShape
  private let kernel: TensorPlacement
  private let bias: TensorPlacement
  private let rectifies: Bool
  /// The transformed kernel with lanes over output channels, and over input channels.
  private let forwardKernel: PreparedPlacement
  private let backwardKernel: PreparedPlacement
  private let parameterGradient: ConvolutionParameterGradient
  private let patches: IndexTable
  private let outputTiles: IndexTable
  private let inputLines: IndexTable
  private let outputLines: IndexTable

  /// Whether whole tiles cover the output; a first stage, whose input has no padded channels, is not supported.
  static func isSupported(input: ActivationShape, kernelSize: WindowSize, isFirst: Bool) -> Bool {
    !isFirst && kernelSize == WindowSize(rows: 3, columns: 3) && input.rows % 3 == 2 && input.columns % 3 == 2
  }

  /// Floats of either transformed kernel.
  static func preparedCount(kernel: TensorPlacement) -> Int {
    WinogradTiles.kernelCount(inputs: kernel.paddedRowsPerBlock, outputs: kernel.paddedColumns)
  }

  init(
    input: ActivationShape, kernel: TensorPlacement, bias: TensorPlacement, rectifies: Bool,
    forwardKernel: PreparedPlacement, backwardKernel: PreparedPlacement
  ) {
    let output = ActivationShape(rows: input.rows - 2, columns: input.columns - 2, channels: bias.columns)
    (inputShape, outputShape) = (input, output)
    (self.kernel, self.bias, self.rectifies) = (kernel, bias, rectifies)
    (self.forwardKernel, self.backwardKernel) = (forwardKernel, backwardKernel)
    parameterGradient = ConvolutionParameterGradient(
      input: input, output: output, kernel: kernel, bias: bias, rectifies: rectifies)
    let tiles = (0..<output.rows / 3).flatMap { y in (0..<output.columns / 3).map { x in (y: 3 * y, x: 3 * x) } }
    patches = IndexTable(tiles.map { input.offset(n: 0, y: $0.y, x: $0.x) })
    outputTiles = IndexTable(tiles.map { output.offset(n: 0, y: $0.y, x: $0.x) })
    inputLines = IndexTable((0..<WinogradTiles.usualBlock).map { $0 * input.pitch })
    outputLines = IndexTable((0..<WinogradTiles.usualBlock).map { $0 * output.pitch })
  }

  private var tiles: WinogradTiles {
    WinogradTiles(
      patches: patches.view, outputTiles: outputTiles.view, inputs: inputShape.pitch, outputs: outputShape.pitch,
      inputRow: inputShape.columns * inputShape.pitch, outputRow: outputShape.columns * outputShape.pitch,
      inputCount: inputShape.count, outputCount: outputShape.count, inputLines: inputLines.view,
      outputLines: outputLines.view)
  }

  var plan: StagePlan {
    let (taps, outputs) = (9, outputShape.rows * outputShape.columns)
    let products = inputShape.pitch * outputShape.pitch
    let dense = taps * outputs * inputShape.channels * outputShape.channels
    let transformed = PassPlan(
      .fast, "Winograd F(3x3,3x3)", dense: dense, computed: WinogradTiles.places * outputTiles.count * products)
    return StagePlan(
      forward: transformed, weightGradient: parameterGradient.plan, inputGradient: transformed,
      notes: [outputShape.paddingNote].compactMap(\.self))
  }

  func makeScratch(capacity: Int) -> StageScratch {
    StageScratch(
      lists: parameterGradient.makeLists(capacity: capacity),
      tiles: FloatBuffer(
        count: WinogradTiles.scratchCount(
          block: WinogradTiles.usualBlock, inputs: inputShape.pitch, outputs: outputShape.pitch)))
  }

  func prepare(_ weights: NetworkWeights, kernels: any KernelSet.Type, part: Int, of parts: Int) {
    kernels.transformTileKernel(
      WinogradTileKernel(
        inputs: inputShape.pitch, outputs: outputShape.pitch, kernel: kernel.view(of: weights.parameters.view),
        forward: forwardKernel.view(of: weights), backward: backwardKernel.view(of: weights), part: part, of: parts))
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: StageScratch) {
    guard let tileScratch = scratch.tiles else { return }
    pass.kernels.convolveTiles(
      WinogradTileConvolution(
        tiles, images: pass.images, input: input, kernel: forwardKernel.view(of: pass.weights),
        bias: bias.view(of: pass.parameters), output: output, rectifies: rectifies, scratch: tileScratch.view))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: StageScratch
  ) {
    parameterGradient.compute(
      pass, input: input, output: output, outputGradient: outputGradient, target: target, scratch: scratch)
    guard let inputGradient, let tileScratch = scratch.tiles else { return }
    pass.kernels.spreadTileGradients(
      WinogradTileGradient(
        tiles, images: pass.images, outputGradient: outputGradient, kernel: backwardKernel.view(of: pass.weights),
        inputGradient: inputGradient, scratch: tileScratch.view))
  }
}
