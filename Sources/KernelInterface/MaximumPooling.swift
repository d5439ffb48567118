/// Max-pooling over windows that do not leave the input ("valid").
///
/// - Shapes: input `[n, rows, columns, channels]`, output `[n, y, x, channels]` with
///   y = (rows − window) / stride + 1 and x alike; `channels` a multiple of 16; `positions` as long as the output:
///   the winner's
///   number in its window, row by row (as floats: a mask over floats is the one that every instruction set compares fast).
/// - A tie goes to the first position, as in Keras; so does its gradient.
public struct MaximumPooling: Sendable {
  /// Sizes that a plan knows; `count` images are handled at once.
  public struct Shape: Sendable {
    public let (rows, columns, channels): (Int, Int, Int)
    public let (windowRows, windowColumns): (Int, Int)
    public let (strideRows, strideColumns): (Int, Int)

    public init(
      rows: Int, columns: Int, channels: Int, windowRows: Int, windowColumns: Int, strideRows: Int, strideColumns: Int
    ) {
      precondition(windowRows <= rows && windowColumns <= columns && strideRows > 0 && strideColumns > 0)
      precondition(windowRows * windowColumns <= 1 << 24 && channels % Lanes.width == 0)
      (self.rows, self.columns, self.channels) = (rows, columns, channels)
      (self.windowRows, self.windowColumns) = (windowRows, windowColumns)
      (self.strideRows, self.strideColumns) = (strideRows, strideColumns)
    }

    @inlinable public var outputRows: Int { (rows - windowRows) / strideRows + 1 }
    @inlinable public var outputColumns: Int { (columns - windowColumns) / strideColumns + 1 }
    @inlinable public var inputCount: Int { rows * columns * channels }
    @inlinable public var outputCount: Int { outputRows * outputColumns * channels }
  }

  public let shape: Shape
  public let images: Int
  /// The input, or in the backward pass its gradient.
  public let input: FloatView
  /// The output, or in the backward pass its gradient.
  public let output: FloatView
  public let positions: FloatView

  public init(_ shape: Shape, images: Int, input: FloatView, output: FloatView, positions: FloatView) {
    precondition(input.count >= images * shape.inputCount && output.count >= images * shape.outputCount)
    precondition(positions.count >= images * shape.outputCount)
    self.shape = shape
    self.images = images
    self.input = input
    self.output = output
    self.positions = positions
  }
}

extension KernelSet {
  /// Calls `body` with the offset of each window in the input and in the output, for every vector of channels.
  @inlinable @inline(__always)
  static func forEachWindow(_ pooling: MaximumPooling, _ body: (_ input: Int, _ output: Int) -> Void) {
    let shape = pooling.shape
    for image in 0..<pooling.images {
      for y in 0..<shape.outputRows {
        for x in 0..<shape.outputColumns {
          let row = (image &* shape.rows &+ y &* shape.strideRows) &* shape.columns &+ x &* shape.strideColumns
          let window = (image &* shape.outputRows &+ y) &* shape.outputColumns &+ x
          for channel in stride(from: 0, to: shape.channels, by: Lanes.width) {
            body(row &* shape.channels &+ channel, window &* shape.channels &+ channel)
          }
        }
      }
    }
  }

  @inlinable @inline(__always)
  public static func poolMaximumTemplate(_ pooling: MaximumPooling) {
    let shape = pooling.shape
    let input = unsafe UnsafePointer(pooling.input.start)
    forEachWindow(pooling) { start, target in
      var best = unsafe Lanes(at: input + start)
      var winners = Lanes.zero
      var position: Float = 0
      for y in 0..<shape.windowRows {
        for x in 0..<shape.windowColumns {
          let candidate = unsafe Lanes(at: input + (start &+ (y &* shape.columns &+ x) &* shape.channels))
          let isLarger = candidate .> best
          best.replace(with: candidate, where: isLarger)
          winners.replace(with: position, where: isLarger)
          position += 1
        }
      }
      unsafe best.store(at: pooling.output.start + target)
      unsafe winners.store(at: pooling.positions.start + target)
    }
  }

  @inlinable @inline(__always)
  public static func spreadMaximumGradientTemplate(_ pooling: MaximumPooling) {
    let shape = pooling.shape
    let input = unsafe pooling.input.start
    unsafe input.update(repeating: 0, count: pooling.images &* shape.inputCount)
    forEachWindow(pooling) { start, source in
      let gradient = unsafe Lanes(at: UnsafePointer(pooling.output.start) + source)
      let winners = unsafe Lanes(at: pooling.positions.start + source)
      var position: Float = 0
      for y in 0..<shape.windowRows {
        for x in 0..<shape.windowColumns {
          let target = unsafe input + (start &+ (y &* shape.columns &+ x) &* shape.channels)
          let won = winners .== position
          unsafe (Lanes(at: target) + Lanes.zero.replacing(with: gradient, where: won)).store(at: target)
          position += 1
        }
      }
    }
  }
}
