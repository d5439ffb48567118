/// A convolution whose output is max-pooled in windows of 2 × 2: sums, bias, rectifier, maximum and winner in one pass.
///
/// Only pooled values are stored, a quarter of the convolution's output; and only positions that a window covers are computed:
/// pooling drops an odd last row and column, so what feeds them alone is never computed.
///
/// - Formula: output[w, o] = f(max(s) (Σ(k) input[position(w, s) + k] · kernel[k, o]) + bias[o]), s = 0…3; max before bias and
///   rectifier f gives the same numbers, as both are monotone.
/// - Shapes: `product.aOffsets` has 4 rows per window, top left, top right, bottom left, bottom right; `cOffsets` one
///   entry per window; `winners` as the output, values 0…3.
/// - Cost: 2 · kernel · 4 · windows · outputs flops per image.
/// - Measured (one Zen 4 core, AVX-512): lab-003's first layer 5.2 µs an image, blank windows left out: 76 dense-equivalent
///   GFLOP/s; 3 × 3 on 28 × 28 × 1 to 32 without blank windows 5.8 µs, 68 % of peak.
public struct PooledConvolution: Sendable {
  public let product: ProductShape
  public let input: FloatView
  public let kernel: FloatView
  public let bias: FloatView
  public let output: FloatView
  public let winners: FloatView
  public let rectifies: Bool
  /// Which windows see anything; nil: all are computed.
  public let lists: WindowListView?

  /// - Parameter product: rows count windows · 4; its `cOffsets` are those of windows.
  public init(
    _ product: ProductShape, input: FloatView, kernel: FloatView, bias: FloatView, output: FloatView,
    winners: FloatView, rectifies: Bool, lists: WindowListView? = nil
  ) {
    let (last, middle) = (product.depth.count - 1, product.inner.count - 1)
    precondition(product.rows % 4 == 0 && product.rows / 4 <= product.cOffsets.count && product.outer.count == 1)
    let reach = product.aOffsets.largest + last * product.depth.a + middle * product.inner.a
    precondition(product.rows == 0 || reach < input.count)
    precondition(last * product.depth.b + middle * product.inner.b + product.columns <= kernel.count)
    precondition(product.rows == 0 || product.cOffsets.largest + product.columns <= output.count)
    precondition(winners.count >= output.count)
    precondition(bias.count >= product.columns)
    if let lists {
      precondition(product.rows % (4 * lists.windows) == 0 && product.rows <= 4 * lists.windows * lists.images)
    }
    self.product = product
    self.input = input
    self.kernel = kernel
    self.bias = bias
    self.output = output
    self.winners = winners
    self.rectifies = rectifies
    self.lists = lists
  }

  /// Windows to compute.
  @inlinable
  var filledCount: Int {
    guard let lists else { return product.rows / 4 }
    return lists.filledCount(images: product.rows / (4 &* lists.windows))
  }
}

extension KernelSet {
  /// Covers all windows for Q vectors of columns: tiles of P rows (P/4 windows), then single windows; then blank ones.
  @inlinable @inline(__always)
  public static func coverWindows<let P: Int, let Q: Int>(
    _ tall: RegisterTile<P, Q>.Type, _ convolution: PooledConvolution, column: Int
  ) {
    let (all, filled) = (convolution.product.rows / 4, convolution.filledCount)
    var entry = 0
    while entry &+ P / 4 <= filled {
      computeWindows(tall, convolution, entry: entry, column: column)
      entry &+= P / 4
    }
    while entry < filled {
      computeWindows(RegisterTile<4, Q>.self, convolution, entry: entry, column: column)
      entry &+= 1
    }
    if let lists = convolution.lists {
      for q in 0..<Q {
        fillWindows(lists, count: all &- filled, convolution, column: column &+ q &* Lanes.width)
      }
    }
  }

  /// Fills one vector of columns of all blank windows: four sums of +0, of which the first wins.
  @inlinable @inline(__always)
  static func fillWindows(_ lists: WindowListView, count: Int, _ convolution: PooledConvolution, column: Int) {
    var value = unsafe Lanes.zero + Lanes(at: convolution.bias.start + column)
    if convolution.rectifies { value = value.rectified() }
    for entry in 0..<count {
      let target = unsafe Int(convolution.product.cOffsets.start[Int(lists.blank[entry])]) &+ column
      unsafe value.store(at: convolution.output.start + target)
      unsafe Lanes.zero.store(at: convolution.winners.start + target)
    }
  }

  /// Computes the windows of P/4 entries of the list, or so many windows where there is none.
  @inlinable @inline(__always)
  static func computeWindows<let P: Int, let Q: Int>(
    _: RegisterTile<P, Q>.Type, _ convolution: PooledConvolution, entry: Int, column: Int
  ) {
    let shape = convolution.product
    var rows = unsafe InlineArray<P, UnsafePointer<Float>>(repeating: UnsafePointer(convolution.input.start))
    var numbers = InlineArray<P, Int>(repeating: 0)
    for window in 0..<P / 4 {
      let number = convolution.lists.map { unsafe Int($0.filled[entry &+ window]) } ?? (entry &+ window)
      numbers[window] = number
      for position in 0..<4 {
        unsafe rows[4 &* window &+ position] += Int(shape.aOffsets.start[4 &* number &+ position])
      }
    }
    var tile = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    let kernel = unsafe UnsafePointer(convolution.kernel.start) + column
    var (innerA, innerB) = (0, 0)
    for _ in 0..<shape.inner.count {
      unsafe accumulate(&tile, rows: rows, from: innerA, b: kernel + innerB, over: shape.depth)
      innerA &+= shape.inner.a
      innerB &+= shape.inner.b
    }
    for window in 0..<P / 4 {
      let target = Int(unsafe shape.cOffsets.start[numbers[window]]) &+ column
      for q in 0..<Q {
        let offset = q &* Lanes.width
        storeWindow(
          tile, window, q, bias: unsafe Lanes(at: convolution.bias.start + (column &+ offset)),
          rectifies: convolution.rectifies, output: convolution.output, winners: convolution.winners,
          at: target &+ offset)
      }
    }
  }

  /// Stores the maximum of one window and one vector of channels; a tie goes to the first position.
  @inlinable @inline(__always)
  static func storeWindow<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>, _ window: Int, _ q: Int, bias: Lanes, rectifies: Bool, output: FloatView,
    winners: FloatView, at offset: Int
  ) {
    var best = tile[4 &* window][q]
    var winner = Lanes.zero
    for position in 1..<4 {
      let candidate = tile[4 &* window &+ position][q]
      let isLarger = candidate .> best
      best.replace(with: candidate, where: isLarger)
      winner.replace(with: Float(position), where: isLarger)
    }
    var value = best + bias
    if rectifies { value = value.rectified() }
    unsafe value.store(at: output.start + offset)
    unsafe winner.store(at: winners.start + offset)
  }
}
