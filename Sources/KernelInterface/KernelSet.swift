/// The kernels of one instruction set.
///
/// Each requirement is documented here once; an instruction-set module names its register tiles, and instantiates the
/// templates of this module. All sets give the same bits.
public protocol KernelSet: SendableMetatype {
  /// The name in messages, in checkpoints and for `LOCKSTEP_KERNELS`.
  static var name: String { get }

  /// Whether an instruction or two select any of eight floats for each lane.
  static var selectsLanes: Bool { get }

  /// Does multiply-adds on nothing but registers.
  ///
  /// - Returns: how many multiply-adds of single numbers it did.
  static func multiplyAddPeak(_ peak: MultiplyAddPeak) -> Int

  /// Computes a ``StridedProduct``.
  ///
  /// Every element is summed in the order of the formula, from zero, whatever tile it falls in.
  static func multiply(_ product: StridedProduct)

  /// Computes a part of a product, with the set's own register tiles; ``multiply(_:)`` chooses the parts.
  static func multiplyPart(_ product: StridedProduct, _ part: ProductPart)

  /// Computes some rows of a product over images alone; ``multiply(_:)`` chooses the rows.
  static func multiplyImages(_ product: StridedProduct, rows: Range<Int>)

  /// Lists the windows of a pooled convolution with one input channel that see anything but zeros.
  static func listWindows(_ listing: WindowListing)

  /// Computes a max-pooled convolution without storing what is pooled away.
  static func convolveAndPool(_ convolution: PooledConvolution)

  /// Computes a max-pooled 3 × 3 convolution by Winograd's minimal filtering.
  static func convolveAndPoolByWinograd(_ convolution: PooledWinogradConvolution)

  /// Transforms kernels for ``convolveAndPoolByWinograd(_:)``.
  static func transformPooledWinogradKernel(_ transform: PooledWinogradKernelTransform)

  /// Computes a 3 × 3 convolution by Winograd's minimal filtering, tile by tile.
  static func convolveByWinograd(_ convolution: WinogradConvolution)

  /// Computes the gradient of the input of ``convolveByWinograd(_:)``.
  static func computeWinogradInputGradient(_ gradient: WinogradInputGradient)

  /// Computes the kernel's gradient of ``convolveByWinograd(_:)``.
  static func computeWinogradKernelGradient(_ gradient: WinogradKernelGradient)

  /// Transforms kernels for ``convolveByWinograd(_:)`` and ``computeWinogradInputGradient(_:)``.
  static func transformWinogradKernel(_ kernel: WinogradKernelTransform)

  /// Computes both gradients of a max-pooled convolution from its non-zero gradients.
  ///
  /// - Precondition: ``SparseGradient/Shape/isSupported(kernelRows:patchRow:)``.
  static func computeSparseGradient(_ gradient: SparseGradient)

  /// Computes the kernel's gradient of a max-pooled 3 × 3 convolution with one input channel.
  static func computeOneChannelKernelGradient(_ gradient: OneChannelKernelGradient)

  /// The largest value of each window and channel, and which position of the window had it first; or the mean.
  static func pool(_ pooling: Pooling)

  /// Adds each pooled gradient to the position that had the maximum; or a share of it to each position.
  static func computePoolingGradient(_ pooling: Pooling)

  /// Normalises each leaf by its own statistics.
  static func normalizeLeaves(_ pass: BatchNormalizationKernel)

  /// Computes the gradients of ``normalizeLeaves(_:)``.
  static func computeNormalizationGradient(_ gradient: BatchNormalizationGradient)

  /// Scales and shifts each channel.
  static func scaleChannels(_ scaling: ChannelScaling)

  /// Computes a function of each element.
  static func activate(_ pass: ActivationKernel)

  /// Computes the gradient of ``activate(_:)``.
  static func computeActivationGradient(_ pass: ActivationKernel, outputGradient: FloatView, inputGradient: FloatView)

  /// Adds the rows of a matrix, taken back through a rectifier if there is one: the gradient of a bias.
  static func computeBiasGradient(_ sum: RowSum)

  /// gradient = 0 where output ≤ 0: the gradient of a rectified output, in place.
  ///
  /// - Shapes: both as long; a multiple of 16.
  /// - Measured (one Zen 4 core, AVX-512): 0.09 ns for each number.
  static func computeRectifierGradient(gradient: FloatView, output: FloatView)

  /// target += addend, element by element: one addition of the sum tree.
  ///
  /// - Shapes: both as long, any length. Aliasing: none.
  /// - Measured (one Zen 4 core, AVX-512): 0.09 ns for each number.
  static func add(_ addend: FloatView, to target: FloatView)

  /// left = right = left + right: an addition of the sum tree whose operands another core wrote and will write again.
  ///
  /// To overwrite what another core has only read costs several times as much as what it has written.
  ///
  /// - Shapes: both as long, a multiple of 16. Aliasing: none.
  /// - Measured (one Zen 4 core, AVX-512): 0.11 ns for each number.
  static func addToBoth(_ left: FloatView, _ right: FloatView)

  /// target = source, source = 0: takes floats that another core wrote and will write again; see ``addToBoth(_:_:)``.
  ///
  /// - Shapes: both as long, a multiple of 16. Aliasing: none.
  /// - Measured (one Zen 4 core, AVX-512): 0.10 ns for each number.
  static func move(_ source: FloatView, into target: FloatView)

  /// One Adam step on a stretch of the parameters.
  static func stepAdam(_ step: AdamStep)

  /// One step of stochastic gradient descent on a stretch of the parameters.
  static func stepSGD(_ step: SGDStep)

  /// One step of RMSprop on a stretch of the parameters.
  static func stepRMSprop(_ step: RMSpropStep)

  /// Σ g² in double precision: sixteen sums, side by side, then added half to half.
  static func sumSquares(_ gradient: PenalizedGradient) -> Double

  /// target = target · rest + addend · share, each product rounded: a step of a moving average.
  ///
  /// - Shapes: both as long; a multiple of 16. Aliasing: none.
  static func blend(_ addend: FloatView, share: Float, into target: FloatView, keeping rest: Float)

  /// Draws the masks of dropout for one image and applies them.
  static func dropOut(_ dropout: DropoutKernel)

  /// target = a · b, element by element: the gradient of dropout.
  ///
  /// - Shapes: all as long; a multiple of 16. Aliasing: `target` may be `a`.
  /// - Measured (one Zen 4 core, AVX-512): 0.14 ns for each number.
  static func multiplyElements(_ a: FloatView, _ b: FloatView, into target: FloatView)

  /// Transposes a matrix.
  static func transpose(_ matrix: Transposition)

  /// target = bytes / 255.
  ///
  /// - Shapes: both as long, any length.
  static func normalize(bytes: Span<UInt8>, into target: FloatView)

  /// Moves an image, mirrored or not.
  static func shiftImage(_ shift: ImageShift)
}

extension KernelSet {
  /// a·b + c in each lane, rounded once.
  ///
  /// Where the instruction set has no such instruction, each lane is a call into the C library: slow, but the same bits.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }
}
