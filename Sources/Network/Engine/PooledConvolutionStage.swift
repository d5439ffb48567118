import KernelInterface

/// Convolution, bias, rectifier and 2 × 2 max-pooling as one stage: only pooled values are stored, only what pooling keeps is
/// computed, and the backward pass multiplies only the winners' gradients.
///
/// The sums are those of ``ConvolutionStage`` and ``PoolingStage``; which elements of the convolution exist is all that
/// differs. See ``PooledConvolution``, ``SparseGradient`` and ``OneChannelKernelGradient``.
struct PooledConvolutionStage: Stage {
  let inputShape: ActivationShape
  let outputShape: ActivationShape
  let kernel: TensorPlacement
  let bias: LayerBias
  let rectifies: Bool
  /// The kernel in the order that the forward pass reads; nil if that is the parameters' own.
  private let ordered: PreparedPlacement?
  /// The kernel transformed for Winograd's algorithm; nil for the direct one.
  private let transformed: PreparedPlacement?
  private let kernelRows: Int
  private let kernelColumns: Int
  /// The offsets of all windows' positions in the input, four a window, for all images.
  private let positions: IndexTable
  private let outputs: IndexTable
  /// The offsets of the windows' first positions in one image.
  private let windows: IndexTable

  /// Whether the fast kernels fit: 3 × 3 on one channel, or 3 rows whose patch is whole register blocks.
  static func isSupported(input: ActivationShape, kernelSize: WindowSize, isFirst: Bool) -> Bool {
    guard kernelSize.rows < input.rows, kernelSize.columns < input.columns else { return false }
    if input.pitch == 1 { return isFirst && kernelSize == WindowSize(rows: 3, columns: 3) }
    return SparseGradient.Shape.isSupported(
      kernelRows: kernelSize.rows, patchRow: kernelSize.columns * input.pitch)
  }

  /// Whether Winograd's algorithm fits.
  static func isWinogradSupported(input: ActivationShape, kernelSize: WindowSize) -> Bool {
    input.pitch > 1 && kernelSize == WindowSize(rows: 3, columns: 3)
  }

  init(
    input: ActivationShape, kernel: TensorPlacement, bias: LayerBias, rectifies: Bool,
    ordered: PreparedPlacement?, transformed: PreparedPlacement?, capacity: Int
  ) {
    (self.ordered, self.transformed) = (ordered, transformed)
    (inputShape, self.kernel, self.bias, self.rectifies) = (input, kernel, bias, rectifies)
    (kernelRows, kernelColumns) = (kernel.shape[0], kernel.shape[1])
    let output = ActivationShape(
      rows: (input.rows - kernelRows + 1) / 2, columns: (input.columns - kernelColumns + 1) / 2,
      channels: bias.channels)
    outputShape = output
    var positions: [Int] = []
    for n in 0..<capacity {
      for y in 0..<output.rows {
        for x in 0..<output.columns {
          for position in 0..<4 {
            positions.append(input.offset(n: n, y: 2 * y + position / 2, x: 2 * x + position % 2))
          }
        }
      }
    }
    self.positions = IndexTable(positions)
    outputs = IndexTable((0..<positions.count / 4).map { $0 * output.pitch })
    windows = IndexTable((0..<output.rows * output.columns).map { positions[4 * $0] })
  }

  var plan: StagePlan {
    let whole = (rows: inputShape.rows - kernelRows + 1, columns: inputShape.columns - kernelColumns + 1)
    let taps = kernelRows * kernelColumns
    let dense = whole.rows * whole.columns * taps * inputShape.channels * outputShape.channels
    let products = windows.count * inputShape.pitch * outputShape.pitch
    let isFirst = inputShape.pitch == 1
    let forward =
      transformed == nil
      ? KernelPlan(
        .fast, "direct, fused 2x2 max-pooling", dense: dense, computed: 4 * taps * products,
        skips: isFirst ? .blankWindows : .nothing)
      : KernelPlan(.fast, "Winograd F(2x2,3x3), fused 2x2 max-pooling", dense: dense, computed: 16 * products)
    // Padded channels have no gradient, so their products are not computed.
    let sparse = KernelPlan(
      .fast, "pool-sparse", dense: dense,
      computed: taps * windows.count * inputShape.pitch * outputShape.channels, skips: .zeroGradients)
    let selected = KernelPlan(
      .fast, "winners' pixels, one channel", dense: dense, computed: taps * products, skips: .blankWindows)
    return StagePlan(
      forward: forward, weightGradient: isFirst ? selected : sparse, inputGradient: sparse,
      notes: [isFirst ? Self.maskingNote : nil, liveRegionNote(whole), outputShape.paddingNote].compactMap(\.self))
  }

  private static let maskingNote = "portable kernels mask instead of selecting, which takes four times the products"

  /// A note on what pooling drops of the convolution's positions, and so is not computed; nil if that is nothing.
  private func liveRegionNote(_ whole: (rows: Int, columns: Int)) -> String? {
    let live = (rows: 2 * outputShape.rows, columns: 2 * outputShape.columns)
    guard live != whole else { return nil }
    return "the convolution computes \(live.rows)x\(live.columns) of \(whole.rows)x\(whole.columns) positions: "
      + "pooling drops the rest"
  }

  func prepare(_ parameters: FloatView, into prepared: FloatView, kernels: any KernelSet.Type) {
    guard let ordered else { return }
    kernels.transpose(
      Transposition(
        kernel.view(of: parameters), into: ordered.view(of: prepared), rows: outputShape.pitch,
        columns: kernel.blocks * inputShape.pitch))
    guard let transformed else { return }
    kernels.transformPooledWinogradKernel(
      PooledWinogradKernelTransform(
        inputs: inputShape.pitch, outputs: outputShape.pitch, kernel: ordered.view(of: prepared),
        transformed: transformed.view(of: prepared)))
  }

  func makeScratch(capacity: Int) -> PooledConvolutionScratch {
    let tiles = transformed == nil ? 0 : PooledWinogradConvolution.scratchCount(inputs: inputShape.pitch)
    return PooledConvolutionScratch(
      winners: FloatBuffer(count: capacity * outputShape.count),
      lists: inputShape.pitch == 1
        ? .windows(WindowLists(images: capacity, windows: windows.count))
        : .gradients(GradientLists(sparseShape, leaves: capacity)),
      tiles: FloatBuffer(count: tiles))
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: PooledConvolutionScratch) {
    if let transformed {
      return pass.kernels.convolveAndPoolByWinograd(
        PooledWinogradConvolution(
          windows: windows.view, images: pass.images, inputs: inputShape.pitch, outputs: outputShape.pitch,
          inputRow: inputShape.columns * inputShape.pitch, inputCount: inputShape.count, input: input,
          kernel: transformed.view(of: pass.prepared), bias: bias.view(of: pass.parameters), output: output,
          winners: scratch.winners.view, rectifies: rectifies, scratch: scratch.tiles.view))
    }
    var listed: WindowListView?
    if case .windows(let lists) = scratch.lists {
      listed = lists.view
      pass.kernels.listWindows(
        WindowListing(
          images: pass.images, windowRows: outputShape.rows, windowColumns: outputShape.columns,
          inputColumns: inputShape.columns, inputCount: inputShape.count, input: input, lists: lists.view))
    }
    let run = kernelColumns * inputShape.pitch
    let shape = ProductShape(
      rows: 4 * pass.images * windows.count, columns: outputShape.pitch,
      depth: .init(count: run, a: 1, b: outputShape.pitch),
      inner: .init(count: kernelRows, a: inputShape.columns * inputShape.pitch, b: run * outputShape.pitch),
      aOffsets: positions.view, cOffsets: outputs.view)
    pass.kernels.convolveAndPool(
      PooledConvolution(
        shape, input: input, kernel: ordered?.view(of: pass.prepared) ?? kernel.view(of: pass.parameters),
        bias: bias.view(of: pass.parameters), output: output, winners: scratch.winners.view, rectifies: rectifies,
        lists: listed))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: PooledConvolutionScratch
  ) {
    let count = pass.images * outputShape.count
    let gradient = outputGradient.slice(at: 0, count: count)
    bias.sum(
      gradient, rectified: rectifies ? output.slice(at: 0, count: count) : nil, rowsPerImage: windows.count,
      columns: outputShape.pitch, pass, target)
    switch scratch.lists {
    case .gradients(let lists):
      pass.kernels.computeSparseGradient(
        SparseGradient(
          sparseShape, leaves: target.leaves, gradient: gradient, winners: scratch.winners.view, input: input,
          kernel: kernel.view(of: pass.parameters), kernelGradient: kernel.view(of: target.view),
          inputGradient: inputGradient, accumulates: target.accumulates, lists: lists.view))
    case .windows(let lists):
      pass.kernels.computeOneChannelKernelGradient(
        OneChannelKernelGradient(
          windows: windows.view, channels: outputShape.pitch, inputColumns: inputShape.columns,
          inputCount: inputShape.count, kernelRows: kernelRows, leaves: target.leaves, lists: lists.view,
          gradient: gradient, winners: scratch.winners.view, input: input, kernelGradient: kernel.view(of: target.view),
          accumulates: target.accumulates))
    }
  }

  private var sparseShape: SparseGradient.Shape {
    let row = inputShape.columns * inputShape.pitch
    return SparseGradient.Shape(
      windows: windows.view, positions: [0, inputShape.pitch, row, row + inputShape.pitch],
      channels: outputShape.pitch, inputRow: row, inputCount: inputShape.count, kernelRows: kernelRows,
      patchRow: kernelColumns * inputShape.pitch)
  }
}
