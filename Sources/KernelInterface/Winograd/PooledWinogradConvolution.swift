/// A max-pooled 3 × 3 convolution by Winograd's F(2×2, 3×3), whose output tiles are exactly the pooling windows.
///
/// - Formula: Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A for each window's 4 × 4 patch d; sums over input channels run in the transformed
///   domain: 16 products where the direct form has 36. Then bias, rectifier, maximum and winner as ``PooledConvolution``.
/// - Shapes: input `[n, rows, columns, i]`; transformed kernel `[16, i, o]` from ``KernelSet/transformPooledWinogradKernel(_:)``; output and
///   winners `[n, windows, o]`; scratch `scratchCount` floats of the calling thread.
/// - Accuracy: as the direct form (relative rms 1.7e-7 against 2.1e-7 for lab-001's second layer).
/// - Measured (one Zen 4 core, AVX-512): lab-003's second layer 19.9 µs an image: 224 dense-equivalent GFLOP/s, 70 % of
///   peak by the products that are left.
/// - Source: Lavin & Gray, *Fast Algorithms for Convolutional Neural Networks*, CVPR 2016, section 4.1.
public struct PooledWinogradConvolution: Sendable {
  /// Offset of each window's patch in the input of an image.
  public let windows: IndexView
  public let images: Int
  public let inputs: Int
  public let outputs: Int
  /// Floats from one row of the input to the next, and of an image.
  public let inputRow: Int
  public let inputCount: Int
  public let input: FloatView
  public let kernel: FloatView
  public let bias: FloatView
  public let output: FloatView
  public let winners: FloatView
  public let rectifies: Bool
  public let scratch: FloatView

  public init(
    windows: IndexView, images: Int, inputs: Int, outputs: Int, inputRow: Int, inputCount: Int, input: FloatView,
    kernel: FloatView, bias: FloatView, output: FloatView, winners: FloatView, rectifies: Bool, scratch: FloatView
  ) {
    precondition(inputs % Lanes.width == 0 && outputs % Lanes.width == 0)
    precondition(windows.largest + 3 * inputRow + 4 * inputs <= inputCount && input.count >= images * inputCount)
    precondition(kernel.count >= 16 * inputs * outputs && bias.count >= outputs)
    precondition(output.count >= images * windows.count * outputs && winners.count >= output.count)
    precondition(scratch.count >= Self.scratchCount(inputs: inputs))
    self.windows = windows
    self.images = images
    self.inputs = inputs
    self.outputs = outputs
    self.inputRow = inputRow
    self.inputCount = inputCount
    self.input = input
    self.kernel = kernel
    self.bias = bias
    self.output = output
    self.winners = winners
    self.rectifies = rectifies
    self.scratch = scratch
  }

  /// The most windows that a kernel set transforms at once.
  @inlinable public static var largestBlock: Int { 16 }

  /// Floats for a block's transformed patches, and for its products: one register tile for each of 16 places.
  @inlinable
  public static func scratchCount(inputs: Int) -> Int {
    16 * largestBlock * inputs + 16 * LeafTable.tileVectors * Lanes.width
  }
}

extension KernelSet {
  /// Covers all windows in blocks of P, for Q vectors of output channels at a time.
  @inlinable @inline(__always)
  public static func coverWindowsByWinograd<let P: Int, let Q: Int>(
    _ block: RegisterTile<P, Q>.Type, _ convolution: PooledWinogradConvolution
  ) {
    let count = convolution.images &* convolution.windows.count
    var first = 0
    while first < count {
      // The last block is shorter: its missing windows repeat the last one, and are not stored.
      transformPatches(convolution, first: first, block: P, count: count)
      for column in stride(from: 0, to: convolution.outputs, by: Q &* Lanes.width) {
        multiplyTransformed(block, convolution, column: column)
        for window in 0..<min(P, count &- first) {
          for q in 0..<Q {
            finishWindow(
              block, convolution, place: window &* Q &+ q, window: first &+ window,
              column: column &+ q &* Lanes.width)
          }
        }
      }
      first &+= P
    }
  }

  /// V = Bᵀ d B of a block's patches: `[16, P, i]`.
  @inlinable @inline(__always)
  static func transformPatches(_ convolution: PooledWinogradConvolution, first: Int, block: Int, count: Int) {
    let (inputs, row) = (convolution.inputs, convolution.inputRow)
    for place in 0..<block {
      let (image, window) = min(first &+ place, count &- 1).quotientAndRemainder(dividingBy: convolution.windows.count)
      let patch =
        unsafe UnsafePointer(convolution.input.start)
        + (image &* convolution.inputCount &+ Int(convolution.windows.start[window]))
      for channel in stride(from: 0, to: inputs, by: Lanes.width) {
        var d = InlineArray<4, InlineArray<4, Lanes>>(repeating: InlineArray(repeating: .zero))
        for y in 0..<4 {
          for x in 0..<4 { d[y][x] = unsafe Lanes(at: patch + (y &* row &+ x &* inputs &+ channel)) }
        }
        for x in 0..<4 {
          (d[0][x], d[1][x], d[2][x], d[3][x]) =
            (d[0][x] - d[2][x], d[1][x] + d[2][x], d[2][x] - d[1][x], d[1][x] - d[3][x])
        }
        let target = unsafe convolution.scratch.start + (place &* inputs &+ channel)
        let step = block &* inputs
        for y in 0..<4 {
          let (a, b, c, e) = (d[y][0], d[y][1], d[y][2], d[y][3])
          unsafe (a - c).store(at: target + (4 &* y) &* step)
          unsafe (b + c).store(at: target + (4 &* y &+ 1) &* step)
          unsafe (c - b).store(at: target + (4 &* y &+ 2) &* step)
          unsafe (b - e).store(at: target + (4 &* y &+ 3) &* step)
        }
      }
    }
  }

  /// M = V · U for each of the 16 places: one register tile each.
  @inlinable @inline(__always)
  static func multiplyTransformed<let P: Int, let Q: Int>(
    _: RegisterTile<P, Q>.Type, _ convolution: PooledWinogradConvolution, column: Int
  ) {
    let (inputs, outputs) = (convolution.inputs, convolution.outputs)
    let depth = ProductShape.Loop(count: inputs, a: 1, b: outputs)
    let products = unsafe convolution.scratch.start + 16 &* P &* inputs
    for place in 0..<16 {
      let patches = unsafe UnsafePointer(convolution.scratch.start) + place &* P &* inputs
      var rows = unsafe InlineArray<P, UnsafePointer<Float>>(repeating: patches)
      for p in 0..<P { unsafe rows[p] += p &* inputs }
      var tile = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
      let kernel = unsafe UnsafePointer(convolution.kernel.start) + (place &* inputs &* outputs &+ column)
      unsafe accumulate(&tile, rows: rows, from: 0, b: kernel, over: depth)
      let target = unsafe products + place &* P &* Q &* Lanes.width
      for p in 0..<P {
        for q in 0..<Q { unsafe tile[p][q].store(at: target + (p &* Q &+ q) &* Lanes.width) }
      }
    }
  }

  /// Y = Aᵀ M A of one window and one vector of channels, and what the pooling makes of it.
  @inlinable @inline(__always)
  static func finishWindow<let P: Int, let Q: Int>(
    _: RegisterTile<P, Q>.Type, _ convolution: PooledWinogradConvolution, place: Int, window: Int, column: Int
  ) {
    let step = P &* Q &* Lanes.width
    let products =
      unsafe UnsafePointer(convolution.scratch.start)
      + (16 &* P &* convolution.inputs &+ place &* Lanes.width)
    var z = InlineArray<4, InlineArray<2, Lanes>>(repeating: InlineArray(repeating: .zero))
    for y in 0..<4 {
      let m0 = unsafe Lanes(at: products + (4 &* y) &* step)
      let m1 = unsafe Lanes(at: products + (4 &* y &+ 1) &* step)
      let m2 = unsafe Lanes(at: products + (4 &* y &+ 2) &* step)
      let m3 = unsafe Lanes(at: products + (4 &* y &+ 3) &* step)
      z[y][0] = m0 + m1 + m2
      z[y][1] = m1 - m2 - m3
    }
    var tile = RegisterTile<4, 1>(repeating: InlineArray(repeating: .zero))
    for x in 0..<2 {
      tile[x][0] = z[0][x] + z[1][x] + z[2][x]
      tile[2 &+ x][0] = z[1][x] - z[2][x] - z[3][x]
    }
    storeWindow(
      tile, 0, 0, bias: unsafe Lanes(at: convolution.bias.start + column), rectifies: convolution.rectifies,
      output: convolution.output, winners: convolution.winners, at: window &* convolution.outputs &+ column)
  }
}
