/// How a 3 × 3 convolution is cut into tiles for Winograd's F(3×3, 3×3): 3 × 3 pixels of the output, and the patches
/// of 5 × 5 pixels of the input below them, which overlap by two rows or columns.
///
/// - Shapes: input `[n, rows + 2, columns + 2, i]`, output `[n, rows, columns, o]`; rows and columns are multiples of
///   3, i and o of 16.
public struct WinogradTiles: Sendable {
  /// The offsets of each tile's first pixel in the input of an image, and in its output.
  public let patches: IndexView
  public let outputTiles: IndexView
  public let inputs: Int
  public let outputs: Int
  /// Floats from one row of the input and of the output to the next.
  public let inputRow: Int
  public let outputRow: Int
  /// Floats of an image's input and output.
  public let inputCount: Int
  public let outputCount: Int
  /// 0, i, 2i, … and 0, o, 2o, …: the lines of a block in its transformed places, as many as a block has tiles.
  public let inputLines: IndexView
  public let outputLines: IndexView

  public init(
    patches: IndexView, outputTiles: IndexView, inputs: Int, outputs: Int, inputRow: Int, outputRow: Int,
    inputCount: Int, outputCount: Int, inputLines: IndexView, outputLines: IndexView
  ) {
    precondition(inputs % Lanes.width == 0 && outputs % Lanes.width == 0 && patches.count == outputTiles.count)
    precondition(patches.largest + 4 * inputRow + 5 * inputs <= inputCount, "a patch reaches out of its image")
    precondition(outputTiles.largest + 2 * outputRow + 3 * outputs <= outputCount, "a tile reaches out of its image")
    let block = inputLines.count
    precondition(block > 0 && block == outputLines.count, "a block has one line for each tile")
    precondition(inputLines.largest == (block - 1) * inputs && outputLines.largest == (block - 1) * outputs)
    self.patches = patches
    self.outputTiles = outputTiles
    self.inputs = inputs
    self.outputs = outputs
    self.inputRow = inputRow
    self.outputRow = outputRow
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.inputLines = inputLines
    self.outputLines = outputLines
  }

  /// The tiles that share one reading of the transformed kernel.
  ///
  /// Measured: blocks of 8 to 64 tiles differ by less than 5 %; this one needs 0.4 to 0.6 MB for each thread.
  public static var usualBlock: Int { 32 }

  /// The elements of a transformed tile: 5 × 5.
  @inlinable public static var places: Int { 25 }

  /// Floats from one place to the next, for `lines` of `channels` floats.
  ///
  /// A cache line more than they need: else all places of a tile would compete for one set of the cache, which makes
  /// the transform of a kernel take twice as long and the passes 8 % longer.
  @inlinable
  public static func placeStep(lines: Int, channels: Int) -> Int { lines &* channels &+ Lanes.width }

  /// Floats of a transformed kernel, in either direction.
  public static func kernelCount(inputs: Int, outputs: Int) -> Int {
    places * placeStep(lines: inputs, channels: outputs)
  }

  /// Floats that a thread needs for the transformed tiles of a block, and for their products.
  public static func scratchCount(block: Int, inputs: Int, outputs: Int) -> Int {
    places * (placeStep(lines: block, channels: inputs) + placeStep(lines: block, channels: outputs))
  }

  /// The most tiles of a block.
  @inlinable var block: Int { inputLines.count }

  /// The blocks of `images` images.
  @inlinable @inline(__always)
  func blockCount(images: Int) -> Int { (images &* patches.count &+ block &- 1) / block }

  /// The tiles of block `index` of `count`, numbered through all images.
  ///
  /// All blocks are of one size, as far as that goes, since each reads the whole kernel.
  @inlinable @inline(__always)
  func tiles(of index: Int, of count: Int, images: Int) -> Range<Int> {
    let tiles = images &* patches.count
    return index &* tiles / count..<(index &+ 1) &* tiles / count
  }
}
