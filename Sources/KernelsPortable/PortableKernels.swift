public import KernelInterface

/// Any CPU: the compiler's vectors for the architecture's baseline, and no fused multiply-add.
public enum PortableKernels: KernelSet {
  public static let name = "portable"
  public static let family = "portable"
  public static let selectsLanes = false

  @inline(__always)
  public static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { a * b + c }

  @inline(never)
  public static func multiplyAddPeak(_ peak: MultiplyAddPeak) -> Int {
    multiplyAddPeakTemplate(RegisterTile<2, 1>.self, peak)
  }

  @inline(never)
  public static func multiply(_ product: StridedProduct) {
    var column = 0
    while column < product.shape.columns {
      coverRows(RegisterTile<2, 1>.self, RegisterTile<1, 1>.self, product, column: column)
      column &+= Lanes.width
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
  public static func convolveByWinograd(_ convolution: WinogradConvolution) {
    coverWindowsByWinograd(RegisterTile<4, 1>.self, convolution)
  }

  @inline(never)
  public static func transformKernel(_ transform: WinogradKernelTransform) { transformKernelTemplate(transform) }

  @inline(never)
  public static func convolveTiles(_ convolution: WinogradTileConvolution) { convolveTilesTemplate(convolution) }

  @inline(never)
  public static func spreadTileGradients(_ gradient: WinogradTileGradient) { spreadTileGradientsTemplate(gradient) }

  @inline(never)
  public static func transformTileKernel(_ kernel: WinogradTileKernel) { transformTileKernelTemplate(kernel) }

  @inline(never)
  public static func addSparseGradient(_ gradient: SparseGradient) {
    addSparseKernelGradient(RegisterTile<1, 2>.self, gradient)
    spreadSparseInputGradient(RegisterTile<1, 2>.self, gradient)
  }

  @inline(never)
  public static func addMaskedGradient(_ gradient: MaskedKernelGradient) {
    for column in stride(from: 0, to: gradient.channels, by: Lanes.width) {
      for row in 0..<3 { addMaskedKernelGradient(RegisterTile<1, 3>.self, gradient, row: row, column: column) }
    }
  }

  @inline(never)
  public static func poolMaximum(_ pooling: MaximumPooling) { poolMaximumTemplate(pooling) }

  @inline(never)
  public static func spreadMaximumGradient(_ pooling: MaximumPooling) { spreadMaximumGradientTemplate(pooling) }

  @inline(never)
  public static func sumRows(_ sum: RowSum) { sumRowsTemplate(sum) }

  @inline(never)
  public static func maskByPositive(gradient: FloatView, output: FloatView) {
    maskByPositiveTemplate(gradient: gradient, output: output)
  }

  @inline(never)
  public static func add(_ addend: FloatView, to target: FloatView) { addTemplate(addend, to: target) }

  @inline(never)
  public static func stepAdam(_ step: AdamStep) { stepAdamTemplate(step) }

  @inline(never)
  public static func dropOut(_ dropout: DropoutPass) { dropOutTemplate(dropout) }

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
}
