/// How a 3 × 3 convolution with stride 1 is cut into tiles for Winograd's minimal filtering: m × m pixels of the output,
/// and the patches of (m + 2) × (m + 2) pixels of the input below them, which overlap by two rows or columns.
///
/// What lies beyond the input's edge is zero, as padding "same" wants it; what lies beyond the output's is left out.
///
/// - Shapes: input `[n, rows, columns, inputs]`, output `[n, outputRows, outputColumns, outputs]`; inputs and outputs
///   multiples of 16.
public struct WinogradTiles: Sendable {
  /// Which filtering: m = 3 or 4.
  public enum Scheme: Int, Sendable, CaseIterable {
    case three = 3
    case four = 4

    /// The elements of a transformed tile.
    @inlinable public var places: Int { (rawValue &+ 2) &* (rawValue &+ 2) }
  }

  public let scheme: Scheme
  public let (rows, columns, inputs): (Int, Int, Int)
  public let (outputRows, outputColumns, outputs): (Int, Int, Int)
  /// How far the first patch reaches beyond the upper and the left edge.
  public let (paddingTop, paddingLeft): (Int, Int)
  /// 0, i, 2i, … and 0, o, 2o, …: the lines of a block in its transformed places, as many as a block has tiles.
  public let inputLines: IndexView
  public let outputLines: IndexView

  public init(
    _ scheme: Scheme, input: (rows: Int, columns: Int, channels: Int),
    output: (rows: Int, columns: Int, channels: Int), padding: (top: Int, left: Int) = (0, 0), inputLines: IndexView,
    outputLines: IndexView
  ) {
    precondition(input.channels % Lanes.width == 0 && output.channels % Lanes.width == 0)
    precondition((0...2).contains(padding.top) && (0...2).contains(padding.left))
    precondition((input.rows...input.rows + 2).contains(output.rows + 2 - padding.top), "not stride 1")
    precondition((input.columns...input.columns + 2).contains(output.columns + 2 - padding.left), "not stride 1")
    let block = inputLines.count
    precondition(block > 0 && block == outputLines.count, "a block has one line for each tile")
    precondition(
      inputLines.largest == (block - 1) * input.channels && outputLines.largest == (block - 1) * output.channels)
    self.scheme = scheme
    (rows, columns, inputs) = input
    (outputRows, outputColumns, outputs) = output
    (paddingTop, paddingLeft) = padding
    self.inputLines = inputLines
    self.outputLines = outputLines
  }

  /// The tiles that share one reading of the transformed kernel.
  ///
  /// Measured: blocks of 8 to 64 tiles differ by less than 5 %; this one needs 0.4 to 0.6 MB for each thread.
  public static var usualBlock: Int { 48 }

  /// Floats from one place to the next, for `lines` of `channels` floats.
  ///
  /// A cache line more than they need: else all places of a tile would compete for one set of the cache, which makes
  /// the transform of a kernel take twice as long and the passes 8 % longer.
  @inlinable
  public static func placeStep(lines: Int, channels: Int) -> Int { lines &* channels &+ Lanes.width }

  /// Floats of a grid.
  @inlinable static var gridCount: Int { 36 &* Lanes.width }

  /// Floats of a transformed kernel, in either direction.
  public static func kernelCount(_ scheme: Scheme, inputs: Int, outputs: Int) -> Int {
    scheme.places * placeStep(lines: inputs, channels: outputs)
  }

  /// Floats that a thread needs for the transformed tiles of a block, and for their products.
  public static func scratchCount(_ scheme: Scheme, block: Int, inputs: Int, outputs: Int) -> Int {
    gridCount + scheme.places * (placeStep(lines: block, channels: inputs) + placeStep(lines: block, channels: outputs))
  }

  /// Floats from one row of the input and of the output to the next.
  @inlinable var inputRow: Int { columns &* inputs }
  @inlinable var outputRow: Int { outputColumns &* outputs }
  /// Floats of an image's input and output.
  @inlinable var inputCount: Int { rows &* inputRow }
  @inlinable var outputCount: Int { outputRows &* outputRow }

  /// Tiles from top to bottom, from left to right, and of an image.
  @inlinable var tileRows: Int { (outputRows &+ scheme.rawValue &- 1) / scheme.rawValue }
  @inlinable var tileColumns: Int { (outputColumns &+ scheme.rawValue &- 1) / scheme.rawValue }
  @inlinable public var tilesPerImage: Int { tileRows &* tileColumns }

  /// The most tiles of a block.
  @inlinable var block: Int { inputLines.count }

  /// How many blocks some tiles fill.
  @inlinable @inline(__always)
  func blockCount(tiles: Int) -> Int { (tiles &+ block &- 1) / block }

  /// The tiles of block `index`, out of `tiles` numbered through all images.
  ///
  /// All blocks but the last are full: their tiles fill the tall register tiles of all kernel sets.
  @inlinable @inline(__always)
  func tiles(of index: Int, from tiles: Range<Int>) -> Range<Int> {
    let first = tiles.lowerBound &+ index &* block
    return first..<min(first &+ block, tiles.upperBound)
  }

  /// Tile number `tile` of all images.
  @inlinable @inline(__always)
  func place(of tile: Int) -> WinogradPlace { WinogradPlace(self, tile: tile) }
}

/// Where one tile lies.
@usableFromInline
struct WinogradPlace {
  /// The offset of the patch's first pixel in the input, which may lie beyond the edge, and of the tile's in the output.
  @usableFromInline let (input, output): (Int, Int)
  /// The rows and columns of the patch within the input, and of the tile within the output.
  @usableFromInline let (patchRows, patchColumns): (Range<Int>, Range<Int>)
  @usableFromInline let (tileRows, tileColumns): (Range<Int>, Range<Int>)
  /// Whether neither is cut off.
  @usableFromInline let isWhole: Bool
  /// Whether it is its image's first.
  @usableFromInline let isFirst: Bool

  @inlinable @inline(__always)
  init(_ tiles: WinogradTiles, tile: Int) {
    let (image, number) = tile.quotientAndRemainder(dividingBy: tiles.tilesPerImage)
    let (row, column) = number.quotientAndRemainder(dividingBy: tiles.tileColumns)
    let (m, size) = (tiles.scheme.rawValue, tiles.scheme.rawValue &+ 2)
    let (top, left) = (m &* row &- tiles.paddingTop, m &* column &- tiles.paddingLeft)
    input = image &* tiles.inputCount &+ top &* tiles.inputRow &+ left &* tiles.inputs
    output = image &* tiles.outputCount &+ m &* row &* tiles.outputRow &+ m &* column &* tiles.outputs
    patchRows = max(0, 0 &- top)..<min(size, tiles.rows &- top)
    patchColumns = max(0, 0 &- left)..<min(size, tiles.columns &- left)
    tileRows = 0..<min(m, tiles.outputRows &- m &* row)
    tileColumns = 0..<min(m, tiles.outputColumns &- m &* column)
    isWhole =
      patchRows.count == size && patchColumns.count == size && tileRows.count == m && tileColumns.count == m
    isFirst = number == 0
  }
}
