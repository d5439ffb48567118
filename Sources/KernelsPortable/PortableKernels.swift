public import KernelInterface

/// Any CPU: the compiler's vectors for the architecture's baseline. Slow where it has no fused multiply-add, which is then a call
/// of the C library for each number; but any machine can verify any run.
public enum PortableKernels: KernelSet {
  public static let name = "portable"
  public static let selectsLanes = false

  @inline(never)
  public static func multiplyAddPeak(_ peak: MultiplyAddPeak) -> Int {
    multiplyAddPeakTemplate(RegisterTile<2, 1>.self, peak)
  }

  @inline(never)
  public static func multiply(_ product: StridedProduct) { multiplyTemplate(product) }

  @inline(never)
  public static func multiplyPart(_ product: StridedProduct, _ part: ProductPart) {
    for column in stride(from: part.columns.lowerBound, to: part.columns.upperBound, by: Lanes.width) {
      coverRows(RegisterTile<2, 1>.self, RegisterTile<1, 1>.self, product, part, column: column)
    }
  }

  @inline(never)
  public static func multiplyImages(_ product: StridedProduct, rows: Range<Int>) {
    for column in stride(from: 0, to: product.shape.columns, by: Lanes.width) {
      coverImages(RegisterTile<2, 1>.self, product, rows: rows, column: column, height: 0)
    }
  }

  @inline(never)
  public static func listWindows(_ listing: WindowListing) { listWindowsTemplate(listing) }

  @inline(never)
  public static func convolveAndPool(_ convolution: PooledConvolution) {
    var column = 0
    while column &+ 1 &* Lanes.width <= convolution.product.columns {
      coverWindows(RegisterTile<4, 1>.self, convolution, column: column)
      column &+= 1 &* Lanes.width
    }
  }

  @inline(never)
  public static func convolveAndPoolByWinograd(_ convolution: PooledWinogradConvolution) {
    coverWindowsByWinograd(RegisterTile<4, 1>.self, convolution)
  }

  @inline(never)
  public static func transformPooledWinogradKernel(_ transform: PooledWinogradKernelTransform) {
    transformKernelTemplate(transform)
  }

  @inline(never)
  public static func convolveByWinograd(_ convolution: WinogradConvolution) { convolveTilesTemplate(convolution) }

  @inline(never)
  public static func computeWinogradInputGradient(_ gradient: WinogradInputGradient) {
    spreadTileGradientsTemplate(gradient)
  }

  @inline(never)
  public static func computeWinogradKernelGradient(_ gradient: WinogradKernelGradient) {
    addTileWeightGradientTemplate(gradient)
  }

  @inline(never)
  public static func transformWinogradKernel(_ kernel: WinogradKernelTransform) { transformTileKernelTemplate(kernel) }

  @inline(never)
  public static func computeSparseGradient(_ gradient: SparseGradient) {
    addSparseKernelGradient(RegisterTile<1, 6>.self, gradient)
    // As wide as in the other sets: the order of its sums depends on it.
    spreadSparseInputGradient(RegisterTile<1, 6>.self, gradient, inPairs: false)
  }

  @inline(never)
  public static func computeOneChannelKernelGradient(_ gradient: OneChannelKernelGradient) {
    for column in stride(from: 0, to: gradient.channels, by: Lanes.width) {
      for row in 0..<3 { addOneChannelKernelGradient(RegisterTile<1, 3>.self, gradient, row: row, column: column) }
    }
  }

  @inline(never)
  public static func pool(_ pooling: Pooling) { poolTemplate(pooling) }

  @inline(never)
  public static func computePoolingGradient(_ pooling: Pooling) { spreadPooledGradientTemplate(pooling) }

  @inline(never)
  public static func normalizeLeaves(_ pass: BatchNormalizationKernel) { normalizeLeavesTemplate(pass) }

  @inline(never)
  public static func computeNormalizationGradient(_ gradient: BatchNormalizationGradient) {
    spreadNormalizedGradientTemplate(gradient)
  }

  @inline(never)
  public static func scaleChannels(_ scaling: ChannelScaling) { scaleChannelsTemplate(scaling) }

  @inline(never)
  public static func activate(_ pass: ActivationKernel) { activateTemplate(pass) }

  @inline(never)
  public static func computeActivationGradient(
    _ pass: ActivationKernel, outputGradient: FloatView, inputGradient: FloatView
  ) {
    activateBackwardTemplate(pass, outputGradient: outputGradient, inputGradient: inputGradient)
  }

  @inline(never)
  public static func computeBiasGradient(_ sum: RowSum) { sumRowsTemplate(sum) }

  @inline(never)
  public static func computeRectifierGradient(gradient: FloatView, output: FloatView) {
    maskByPositiveTemplate(gradient: gradient, output: output)
  }

  @inline(never)
  public static func add(_ addend: FloatView, to target: FloatView) { addTemplate(addend, to: target) }

  @inline(never)
  public static func addToBoth(_ left: FloatView, _ right: FloatView) { addToBothTemplate(left, right) }

  @inline(never)
  public static func move(_ source: FloatView, into target: FloatView) { moveTemplate(source, into: target) }

  @inline(never)
  public static func stepAdam(_ step: AdamStep) { stepAdamTemplate(step) }

  @inline(never)
  public static func stepSGD(_ step: SGDStep) { stepSGDTemplate(step) }

  @inline(never)
  public static func stepRMSprop(_ step: RMSpropStep) { stepRMSpropTemplate(step) }

  @inline(never)
  public static func sumSquares(_ gradient: PenalizedGradient) -> Double { sumSquaresTemplate(gradient) }

  @inline(never)
  public static func blend(_ addend: FloatView, share: Float, into target: FloatView, keeping rest: Float) {
    blendTemplate(addend, share: share, into: target, keeping: rest)
  }

  @inline(never)
  public static func dropOut(_ dropout: DropoutKernel) { dropOutTemplate(dropout) }

  @inline(never)
  public static func multiplyElements(_ a: FloatView, _ b: FloatView, into target: FloatView) {
    multiplyElementsTemplate(a, b, into: target)
  }

  @inline(never)
  public static func transpose(_ matrix: Transposition) { transposeTemplate(matrix) }

  @inline(never)
  public static func normalize(bytes: Span<UInt8>, into target: FloatView) {
    normalizeTemplate(bytes: bytes, into: target)
  }

  @inline(never)
  public static func shiftImage(_ shift: ImageShift) { shiftImageTemplate(shift) }
}
