public import KernelInterface

/// AVX-512: 32 registers of 16 floats.
public enum AVX512Kernels: KernelSet {
  public static let name = "avx512"
  public static let selectsLanes = true

  @inline(never)
  public static func multiplyAddPeak(_ peak: MultiplyAddPeak) -> Int {
    multiplyAddPeakTemplate(RegisterTile<12, 1>.self, peak)
  }

  @inline(never)
  public static func multiply(_ product: StridedProduct) { multiplyTemplate(product) }

  /// Tiles of 16 vectors: half of the registers, so that one tile ends while the next begins, and small enough for the
  /// optimiser to unroll all that is done to them. With 24 vectors short sums took up to twice the time, and long ones no less.
  @inline(never)
  public static func multiplyPart(_ product: StridedProduct, _ part: ProductPart) {
    var column = part.columns.lowerBound
    while column < part.columns.upperBound {
      switch (part.columns.upperBound &- column) / Lanes.width {
      case 1:
        coverRows(RegisterTile<16, 1>.self, RegisterTile<4, 1>.self, product, part, column: column)
        column &+= Lanes.width
      case 2:
        coverRows(RegisterTile<8, 2>.self, RegisterTile<4, 2>.self, product, part, column: column)
        column &+= 2 &* Lanes.width
      case 3, 5:
        coverRows(RegisterTile<5, 3>.self, RegisterTile<2, 3>.self, product, part, column: column)
        column &+= 3 &* Lanes.width
      default:
        coverRows(RegisterTile<4, 4>.self, RegisterTile<2, 4>.self, product, part, column: column)
        column &+= 4 &* Lanes.width
      }
    }
  }

  /// For short leaves smaller tiles, so that the sums of some leaves are in registers at once: 78 % of the peak for leaves of
  /// four images, 71 % with the others.
  @inline(never)
  public static func multiplyImages(_ product: StridedProduct, rows: Range<Int>) {
    if product.hasShortLeaves {
      coverImages(
        RegisterTile<2, 4>.self, RegisterTile<4, 2>.self, RegisterTile<8, 1>.self, product, rows: rows, height: 2)
    } else {
      coverImages(
        RegisterTile<4, 4>.self, RegisterTile<8, 2>.self, RegisterTile<16, 1>.self, product, rows: rows, height: 0)
    }
  }

  /// All columns: four vectors at a time, then two, then one.
  @inline(__always)
  private static func coverImages<let P: Int, let R: Int, let S: Int>(
    _ wide: RegisterTile<P, 4>.Type, _ middle: RegisterTile<R, 2>.Type, _ narrow: RegisterTile<S, 1>.Type,
    _ product: StridedProduct, rows: Range<Int>, height: Int
  ) {
    var column = 0
    while column &+ 4 &* Lanes.width <= product.shape.columns {
      coverImages(wide, product, rows: rows, column: column, height: height)
      column &+= 4 &* Lanes.width
    }
    while column &+ 2 &* Lanes.width <= product.shape.columns {
      coverImages(middle, product, rows: rows, column: column, height: height)
      column &+= 2 &* Lanes.width
    }
    if column < product.shape.columns { coverImages(narrow, product, rows: rows, column: column, height: height) }
  }

  @inline(never)
  public static func listWindows(_ listing: WindowListing) { listWindowsTemplate(listing) }

  @inline(never)
  public static func convolveAndPool(_ convolution: PooledConvolution) {
    var column = 0
    while column &+ 4 &* Lanes.width <= convolution.product.columns {
      coverWindows(RegisterTile<4, 4>.self, convolution, column: column)
      column &+= 4 &* Lanes.width
    }
    while column &+ 2 &* Lanes.width <= convolution.product.columns {
      coverWindows(RegisterTile<12, 2>.self, convolution, column: column)
      column &+= 2 &* Lanes.width
    }
    while column &+ 1 &* Lanes.width <= convolution.product.columns {
      coverWindows(RegisterTile<16, 1>.self, convolution, column: column)
      column &+= 1 &* Lanes.width
    }
  }

  @inline(never)
  public static func convolveAndPoolByWinograd(_ convolution: PooledWinogradConvolution) {
    switch convolution.outputs / Lanes.width % 4 {
    case 0: coverWindowsByWinograd(RegisterTile<4, 4>.self, convolution)
    case 2: coverWindowsByWinograd(RegisterTile<12, 2>.self, convolution)
    default: coverWindowsByWinograd(RegisterTile<16, 1>.self, convolution)
    }
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
    addSparseKernelGradient(RegisterTile<3, 6>.self, gradient)
    spreadSparseInputGradient(RegisterTile<1, 6>.self, gradient, inPairs: true)
  }

  @inline(never)
  public static func computeOneChannelKernelGradient(_ gradient: OneChannelKernelGradient) {
    for column in stride(from: 0, to: gradient.channels, by: Lanes.width) {
      addOneChannelKernelGradient(RegisterTile<3, 3>.self, gradient, row: 0, column: column)
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
