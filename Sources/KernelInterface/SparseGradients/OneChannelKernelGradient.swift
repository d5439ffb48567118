public import CVectorMath

/// The kernel's gradient of a max-pooled convolution with one input channel, from the gradient of the pooled output.
///
/// With one input channel lanes run over output channels, whose winners lie at different positions. Where an instruction
/// or two select any of eight floats for each lane, each lane selects the pixels that its winner saw from two rows of the window's
/// four. Elsewhere each of the four positions takes the gradients that it won, and zeros for the others: four times the
/// multiply-adds, the same bits. Nothing is spread out to full size first.
///
/// - Formula: kernelGradient[ky, kx, o] (=|+=)
///   Σ(n, w, s) [winner(n, w, o) = s] gradient[n, w, o] · input[position(w, s) + (ky, kx)]
/// - Shapes: `gradient`, `winners` `[n, windows, o]`; input `[n, rows, columns]`; kernel gradient `[ky, kx, o]`.
/// - Cost: 2 · kernel · windows · o flops per image where lanes are selected, else four times that; blank windows cost nothing.
/// - Measured (bench kernels on a Zen 5 core; lab-001's first layer, an image): 1.15 µs with AVX-512; 2.2 µs with AVX2, where
///   masking took 3.7.
public struct OneChannelKernelGradient: Sendable {
  /// Offset of each window's first position in the input of an image.
  public let windows: IndexView
  public let channels: Int
  public let inputColumns: Int
  public let inputCount: Int
  public let leaves: LeafView
  /// Which windows see anything; the others add zeros only.
  public let lists: WindowListView
  public let gradient: FloatView
  public let winners: FloatView
  public let input: FloatView
  public let kernelGradient: FloatView
  public let accumulates: Bool

  /// - Parameters:
  ///   - kernelRows: also the number of kernel columns, 3.
  public init(
    windows: IndexView, channels: Int, inputColumns: Int, inputCount: Int, kernelRows: Int, leaves: LeafView,
    lists: WindowListView, gradient: FloatView, winners: FloatView, input: FloatView, kernelGradient: FloatView,
    accumulates: Bool
  ) {
    let images = leaves.imageCount
    precondition(images <= lists.images && windows.count == lists.windows)
    precondition(kernelRows == 3, "kernels have three rows and columns")
    precondition(channels % Lanes.width == 0 && kernelGradient.count >= kernelRows * kernelRows * channels)
    precondition(gradient.count >= images * windows.count * channels && winners.count >= gradient.count)
    precondition(input.count >= images * inputCount)
    precondition(windows.largest + kernelRows * inputColumns + kernelRows < inputCount)
    self.windows = windows
    self.channels = channels
    self.inputColumns = inputColumns
    self.inputCount = inputCount
    self.leaves = leaves
    self.lists = lists
    self.gradient = gradient
    self.winners = winners
    self.input = input
    self.kernelGradient = kernelGradient
    self.accumulates = accumulates
  }
}

extension KernelSet {
  /// Rows `row` ..< `row` + R of a kernel with K columns, one vector of output channels.
  @inlinable @inline(__always)
  public static func addOneChannelKernelGradient<let R: Int, let K: Int>(
    _: RegisterTile<R, K>.Type, _ gradient: OneChannelKernelGradient, row: Int, column: Int
  ) {
    let leaves = gradient.leaves
    var total = RegisterTile<R, K>(repeating: InlineArray(repeating: .zero))
    for leaf in 0..<leaves.count {
      total = sumWindows(gradient, images: leaves.images(of: leaf), row: row, column: column)
      join(&total, leaf: leaf, of: leaves)
    }
    for r in 0..<R {
      for k in 0..<K {
        let place = unsafe gradient.kernelGradient.start + (((row &+ r) &* K &+ k) &* gradient.channels &+ column)
        unsafe (gradient.accumulates ? Lanes(at: place) + total[r][k] : total[r][k]).store(at: place)
      }
    }
  }

  /// The sum over all windows of some images.
  @inlinable @inline(__always)
  static func sumWindows<let R: Int, let K: Int>(
    _ gradient: OneChannelKernelGradient, images: Range<Int>, row: Int, column: Int
  ) -> RegisterTile<R, K> {
    var tile = RegisterTile<R, K>(repeating: InlineArray(repeating: .zero))
    for image in images {
      let first = image &* gradient.windows.count
      let input =
        unsafe UnsafePointer(gradient.input.start)
        + (image &* gradient.inputCount &+ row &* gradient.inputColumns)
      for entry in gradient.lists.entries(of: image) {
        let number = Int(unsafe gradient.lists.filled[entry])
        let place = number &* gradient.channels &+ column
        let start = unsafe input + Int(gradient.windows.start[number &- first])
        let values = unsafe Lanes(at: gradient.gradient.start + place)
        let winners = unsafe Lanes(at: gradient.winners.start + place)
        if selectsLanes, K == 3 {
          unsafe addSelected(&tile, start, inputColumns: gradient.inputColumns, values: values, winners: winners)
        } else {
          unsafe addMasked(&tile, start, inputColumns: gradient.inputColumns, values: values, winners: winners)
        }
      }
    }
    // A product too small for a float may have left -0, which zeros added for other positions and windows turn into +0.
    for r in 0..<R {
      for k in 0..<K { tile[r][k] += Lanes.zero }
    }
    return tile
  }

  /// One window: each lane takes the pixels that its winner saw.
  @unsafe @inlinable @inline(__always)
  static func addSelected<let R: Int, let K: Int>(
    _ tile: inout RegisterTile<R, K>, _ input: UnsafePointer<Float>, inputColumns: Int, values: Lanes, winners: Lanes
  ) {
    let corners = lockstep_corners(winners)
    for r in 0..<R {
      // A kernel's row sees two rows of the window's pixels: one where a winner is above, the other where it is below.
      let pixels = unsafe lockstep_load_rows(input + r &* inputColumns, inputColumns)
      for k in 0..<K {
        let seen = lockstep_select(pixels, corners &+ Int32(truncatingIfNeeded: k))
        tile[r][k] = multiplyAdd(values, seen, tile[r][k])
      }
    }
  }

  /// One window: its four positions in turn.
  @unsafe @inlinable @inline(__always)
  static func addMasked<let R: Int, let K: Int>(
    _ tile: inout RegisterTile<R, K>, _ input: UnsafePointer<Float>, inputColumns: Int, values: Lanes, winners: Lanes
  ) {
    for position in 0..<4 {
      let won = Lanes.zero.replacing(with: values, where: winners .== Float(position))
      let start = unsafe input + ((position / 2) &* inputColumns &+ position % 2)
      for r in 0..<R {
        for k in 0..<K {
          let pixel = unsafe Lanes(repeating: start[r &* inputColumns &+ k])
          tile[r][k] = multiplyAdd(won, pixel, tile[r][k])
        }
      }
    }
  }
}
