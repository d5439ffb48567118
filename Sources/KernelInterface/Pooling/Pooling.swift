/// Maximum or mean of windows, which may reach beyond the input's edge: what lies there is left out.
///
/// - Shapes: input `[n, rows, columns, channels]`, output `[n, outputRows, outputColumns, channels]`; `channels` a multiple of 16.
///   For a maximum `positions` is as long as the output: the winner's number in its window, row by row, beyond the edge counted
///   (as floats: a mask over floats is the one that every instruction set compares fast).
/// - A tie goes to the first position, as in Keras; so does its gradient. A mean is over the positions within the input.
/// - Cost: forward reads the input once, backward writes it once.
/// - Measured (one Zen 4 core, AVX-512): maximum of 2 × 2 windows of 26 × 26 × 32, 0.16 ns for each input number forward,
///   0.13 ns backward; of the whole of 7 × 7 × 128, 0.10 and 0.5 ns.
public struct Pooling: Sendable {
  /// Sizes that a plan knows.
  public struct Shape: Sendable {
    public let (rows, columns, channels): (Int, Int, Int)
    public let (windowRows, windowColumns): (Int, Int)
    public let (strideRows, strideColumns): (Int, Int)
    /// How far the first window reaches beyond the upper and the left edge.
    public let (paddingTop, paddingLeft): (Int, Int)
    public let (outputRows, outputColumns): (Int, Int)

    /// - Precondition: each window has at least one position within the input.
    public init(
      rows: Int, columns: Int, channels: Int, window: (rows: Int, columns: Int), strides: (rows: Int, columns: Int),
      padding: (top: Int, left: Int) = (0, 0), output: (rows: Int, columns: Int)
    ) {
      precondition(strides.rows > 0 && strides.columns > 0 && padding.top >= 0 && padding.left >= 0)
      precondition(padding.top < window.rows && padding.left < window.columns)
      precondition(output.rows > 0 && (output.rows - 1) * strides.rows - padding.top < rows, "a window without input")
      precondition(
        output.columns > 0 && (output.columns - 1) * strides.columns - padding.left < columns, "a window without input")
      precondition(window.rows * window.columns <= 1 << 24 && channels % Lanes.width == 0)
      (self.rows, self.columns, self.channels) = (rows, columns, channels)
      (windowRows, windowColumns) = window
      (strideRows, strideColumns) = strides
      (paddingTop, paddingLeft) = padding
      (outputRows, outputColumns) = output
    }

    @inlinable public var inputCount: Int { rows * columns * channels }
    @inlinable public var outputCount: Int { outputRows * outputColumns * channels }

    /// Whether no position is in two windows.
    @inlinable var isDisjoint: Bool { windowRows <= strideRows && windowColumns <= strideColumns }
    /// Whether each position is in one window.
    @inlinable var isPartition: Bool {
      isDisjoint && windowRows == strideRows && windowColumns == strideColumns
        && outputRows &* strideRows &- paddingTop >= rows && outputColumns &* strideColumns &- paddingLeft >= columns
    }
  }

  public let shape: Shape
  public let images: Int
  /// The input, or in the backward pass its gradient.
  public let input: FloatView
  /// The output, or in the backward pass its gradient.
  public let output: FloatView
  /// Nil for a mean.
  public let positions: FloatView?

  public init(_ shape: Shape, images: Int, input: FloatView, output: FloatView, positions: FloatView?) {
    precondition(input.count >= images * shape.inputCount && output.count >= images * shape.outputCount)
    precondition(positions?.count ?? Int.max >= images * shape.outputCount)
    self.shape = shape
    self.images = images
    self.input = input
    self.output = output
    self.positions = positions
  }

  /// One window.
  @usableFromInline struct Window {
    /// The offset of its first position, which may lie beyond the edge, in the input, for channel 0.
    @usableFromInline let start: Int
    /// The rows and columns of the window that lie within the input.
    @usableFromInline let (ys, xs): (Range<Int>, Range<Int>)

    @inlinable @inline(__always)
    init(_ shape: Shape, image: Int, y: Int, x: Int) {
      let (top, left) = (y &* shape.strideRows &- shape.paddingTop, x &* shape.strideColumns &- shape.paddingLeft)
      start = ((image &* shape.rows &+ top) &* shape.columns &+ left) &* shape.channels
      ys = max(0, 0 &- top)..<min(shape.windowRows, shape.rows &- top)
      xs = max(0, 0 &- left)..<min(shape.windowColumns, shape.columns &- left)
    }
  }
}

extension KernelSet {
  /// Calls `body` with each window, and with the offset of each vector of its channels in the input's pixel and in the output.
  @inlinable @inline(__always)
  static func forEachWindow(
    _ pooling: Pooling, _ body: (_ window: Pooling.Window, _ channel: Int, _ output: Int) -> Void
  ) {
    let shape = pooling.shape
    for image in 0..<pooling.images {
      for y in 0..<shape.outputRows {
        for x in 0..<shape.outputColumns {
          let window = Pooling.Window(shape, image: image, y: y, x: x)
          let output = ((image &* shape.outputRows &+ y) &* shape.outputColumns &+ x) &* shape.channels
          for channel in stride(from: 0, to: shape.channels, by: Lanes.width) {
            body(window, channel, output &+ channel)
          }
        }
      }
    }
  }

  /// Calls `body` with the offset of each position of a window, and with its number.
  @inlinable @inline(__always)
  static func forEachPosition(
    of window: Pooling.Window, _ shape: Pooling.Shape, channel: Int, _ body: (_ offset: Int, _ number: Int) -> Void
  ) {
    for y in window.ys {
      for x in window.xs {
        let offset = window.start &+ (y &* shape.columns &+ x) &* shape.channels &+ channel
        body(offset, y &* shape.windowColumns &+ x)
      }
    }
  }

  /// The maximum of each window, or without positions the mean.
  @inlinable @inline(__always)
  public static func poolTemplate(_ pooling: Pooling) {
    let shape = pooling.shape
    let input = unsafe UnsafePointer(pooling.input.start)
    guard let positions = pooling.positions else {
      return forEachWindow(pooling) { window, channel, target in
        var sum = Lanes.zero
        forEachPosition(of: window, shape, channel: channel) { offset, _ in sum += unsafe Lanes(at: input + offset) }
        let count = Float(window.ys.count &* window.xs.count)
        unsafe (sum / count).store(at: pooling.output.start + target)
      }
    }
    forEachWindow(pooling) { window, channel, target in
      let first = (window.ys.lowerBound &* shape.columns &+ window.xs.lowerBound) &* shape.channels &+ channel
      var best = unsafe Lanes(at: input + (window.start &+ first))
      var winners = Lanes(repeating: Float(window.ys.lowerBound &* shape.windowColumns &+ window.xs.lowerBound))
      forEachPosition(of: window, shape, channel: channel) { offset, number in
        let candidate = unsafe Lanes(at: input + offset)
        let isLarger = candidate .> best
        best.replace(with: candidate, where: isLarger)
        winners.replace(with: Float(number), where: isLarger)
      }
      unsafe best.store(at: pooling.output.start + target)
      unsafe winners.store(at: positions.start + target)
    }
  }

  @inlinable @inline(__always)
  public static func spreadPooledGradientTemplate(_ pooling: Pooling) {
    let shape = pooling.shape
    let input = unsafe pooling.input.start
    if !shape.isPartition { unsafe input.update(repeating: 0, count: pooling.images &* shape.inputCount) }
    let adds = !shape.isDisjoint
    guard let positions = pooling.positions else {
      return forEachWindow(pooling) { window, channel, source in
        let count = Float(window.ys.count &* window.xs.count)
        let share = unsafe Lanes(at: UnsafePointer(pooling.output.start) + source) / count
        forEachPosition(of: window, shape, channel: channel) { offset, _ in
          unsafe (adds ? Lanes(at: input + offset) + share : share).store(at: input + offset)
        }
      }
    }
    forEachWindow(pooling) { window, channel, source in
      let gradient = unsafe Lanes(at: UnsafePointer(pooling.output.start) + source)
      let winners = unsafe Lanes(at: positions.start + source)
      forEachPosition(of: window, shape, channel: channel) { offset, number in
        let share = Lanes.zero.replacing(with: gradient, where: winners .== Float(number))
        unsafe (adds ? Lanes(at: input + offset) + share : share).store(at: input + offset)
      }
    }
  }
}
