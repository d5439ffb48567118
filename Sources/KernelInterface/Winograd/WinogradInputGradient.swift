/// The gradient of the input of a 3 × 3 convolution: the adjoint of ``WinogradConvolution``.
///
/// - Formula: inputGradient[n, y, x, i] = Σ(ky, kx, o) outputGradient[n, y − ky + top, x − kx + left, o] · kernel[ky, kx, i, o],
///   patch by patch as B[Σ(o) U ⊙ (A y Aᵀ)]Bᵀ. Patches that overlap are added to zero in the order of the tiles; an
///   only one is stored. Where a tile's gradient is zero at all pixels that an element has a part in, nothing is added to it.
/// - Shapes: ``WinogradTiles``; transformed kernel `[places, o, i]` of ``KernelSet/transformWinogradKernel(_:)``.
/// - Cost: a tile takes 50 · i · o flops where the direct form has 162, and 90 · i + 40 · o operations around them.
/// - Accuracy, as ``WinogradConvolution``: 64→64 channels on 14 × 14 by F(3×3, 3×3) 8.5e-7 and 1.5e-6, by F(4×4, 3×3) 7.5e-7 and
///   1.4e-6, direct 1.2e-7 and 1.5e-7; 128→128 on 7 × 7 by F(3×3, 3×3) 1.2e-6 and 1.8e-6, by F(4×4, 3×3) 9.3e-7 and 1.4e-6, direct
///   1.6e-7 and 1.8e-7.
/// - Measured: as ``WinogradConvolution``; 64→64 channels 2.2, 2.5, 7.3 (direct 5.9, 6.2, 20.9); 64→128 channels
///   4.1, 4.8, 14.0 (direct 11.7, 12.4, 41.5).
public struct WinogradInputGradient: Sendable {
  public let tiles: WinogradTiles
  public let images: Int
  public let outputGradient: FloatView
  public let kernel: FloatView
  public let inputGradient: FloatView
  public let scratch: FloatView

  public init(
    _ tiles: WinogradTiles, images: Int, outputGradient: FloatView, kernel: FloatView, inputGradient: FloatView,
    scratch: FloatView
  ) {
    precondition(outputGradient.count >= images * tiles.outputCount && inputGradient.count >= images * tiles.inputCount)
    precondition(kernel.count >= WinogradTiles.kernelCount(tiles.scheme, inputs: tiles.inputs, outputs: tiles.outputs))
    precondition(
      scratch.count
        >= WinogradTiles.scratchCount(tiles.scheme, block: tiles.block, inputs: tiles.inputs, outputs: tiles.outputs))
    self.tiles = tiles
    self.images = images
    self.outputGradient = outputGradient
    self.kernel = kernel
    self.inputGradient = inputGradient
    self.scratch = scratch
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func spreadTileGradientsTemplate(_ gradient: WinogradInputGradient) {
    switch gradient.tiles.scheme {
    case .three: computeWinogradInputGradient(WinogradScheme3.self, gradient)
    case .four: computeWinogradInputGradient(WinogradScheme4.self, gradient)
    }
  }

  @inlinable @inline(__always)
  static func computeWinogradInputGradient<Scheme: WinogradScheme>(
    _ scheme: Scheme.Type, _ gradient: WinogradInputGradient
  ) {
    let tiles = gradient.tiles
    let all = 0..<gradient.images &* tiles.tilesPerImage
    let blocks = tiles.blockCount(tiles: all.count)
    for index in 0..<blocks {
      let block = tiles.tiles(of: index, from: all)
      let product = WinogradProduct(
        places: tiles.scheme.places, tiles: block.count, depth: tiles.outputs, columns: tiles.inputs,
        sourceLines: tiles.outputLines, targetLines: tiles.inputLines, kernel: gradient.kernel,
        scratch: gradient.scratch)
      for tile in block {
        unsafe transformTileGradient(
          scheme, tiles, gradient: gradient.outputGradient.start, tile: tiles.place(of: tile),
          into: product.source.start + (tile &- block.lowerBound) &* tiles.outputs, step: product.sourceStep,
          panel: Lanes.width, grid: product.grid)
      }
      multiplyPlaces(product)
      for tile in block {
        spreadTile(scheme, gradient, product, tile: tiles.place(of: tile), line: tile &- block.lowerBound)
      }
    }
  }

  /// A y Aᵀ of one tile's gradient.
  ///
  /// - Parameters:
  ///   - step: floats from one place to the next.
  ///   - panel: floats from one vector of channels to the next.
  @unsafe @inlinable @inline(__always)
  static func transformTileGradient<Scheme: WinogradScheme>(
    _: Scheme.Type, _ tiles: WinogradTiles, gradient: UnsafePointer<Float>, tile: WinogradPlace,
    into target: UnsafeMutablePointer<Float>, step: Int, panel: Int, grid: WinogradGrid
  ) {
    let (size, m) = (Scheme.Patch.length, Scheme.Tile.length)
    for channel in stride(from: 0, to: tiles.outputs, by: Lanes.width) {
      for x in 0..<m {
        let isInside = tile.isWhole || tile.tileColumns.contains(x)
        var column = Scheme.Tile()
        for y in 0..<m where isInside && (tile.isWhole || tile.tileRows.contains(y)) {
          column[at: y] = unsafe Lanes(
            at: gradient + (tile.output &+ y &* tiles.outputRow &+ x &* tiles.outputs &+ channel))
        }
        let transformed = Scheme.outputGradient(Self.self, column)
        for y in 0..<size { unsafe transformed[at: y].store(at: grid + (y &* size &+ x) &* Lanes.width) }
      }
      let vector = unsafe target + channel / Lanes.width &* panel
      for y in 0..<size {
        var row = Scheme.Tile()
        for x in 0..<m { row[at: x] = unsafe Lanes(at: grid + (y &* size &+ x) &* Lanes.width) }
        let transformed = Scheme.outputGradient(Self.self, row)
        for x in 0..<size { unsafe transformed[at: x].store(at: vector + (y &* size &+ x) &* step) }
      }
    }
  }

  /// B M Bᵀ of one tile: its part of the input's gradient.
  @inlinable @inline(__always)
  static func spreadTile<Scheme: WinogradScheme>(
    _ scheme: Scheme.Type, _ gradient: WinogradInputGradient, _ product: WinogradProduct, tile: WinogradPlace, line: Int
  ) {
    let (tiles, size) = (gradient.tiles, Scheme.Patch.length)
    let reached = reachedPixels(gradient, tile: tile)
    // A single patch that covers its image is stored; where there are several, or a dropped edge, all are added to zero.
    let adds =
      tiles.tilesPerImage > 1 || !tile.isWhole || !reached.isAll || tiles.rows > size || tiles.columns > size
    if adds && tile.isFirst {
      let image = tile.input &+ tiles.paddingTop &* tiles.inputRow &+ tiles.paddingLeft &* tiles.inputs
      gradient.inputGradient.slice(at: image, count: tiles.inputCount).fill(0)
    }
    // A tile of nothing but zeros adds nothing.
    guard !reached.isEmpty else { return }
    let targets = PixelSet(rows: tile.patchRows, columns: tile.patchColumns).intersection(reached)
    spreadPixels(scheme, gradient, product, tile: tile, line: line, adds: adds, targets: targets)
  }

  /// Adds B M Bᵀ of one tile to the pixels `targets` of its patch, or stores it there.
  @inlinable @inline(__always)
  static func spreadPixels<Scheme: WinogradScheme>(
    _: Scheme.Type, _ gradient: WinogradInputGradient, _ product: WinogradProduct, tile: WinogradPlace, line: Int,
    adds: Bool, targets: PixelSet
  ) {
    let (tiles, step, size) = (gradient.tiles, product.targetStep, Scheme.Patch.length)
    let inputGradient = unsafe gradient.inputGradient.start + tile.input
    let products = unsafe UnsafePointer(product.target.start) + line &* tiles.inputs
    let grid = unsafe product.grid
    for channel in stride(from: 0, to: tiles.inputs, by: Lanes.width) {
      for x in 0..<size {
        var column = Scheme.Patch()
        for y in 0..<size { column[at: y] = unsafe Lanes(at: products + ((y &* size &+ x) &* step &+ channel)) }
        column = Scheme.patchGradient(Self.self, column)
        for y in 0..<size { unsafe column[at: y].store(at: grid + (y &* size &+ x) &* Lanes.width) }
      }
      for y in 0..<size where !targets.row(y).isEmpty {
        var row = Scheme.Patch()
        for x in 0..<size { row[at: x] = unsafe Lanes(at: grid + (y &* size &+ x) &* Lanes.width) }
        row = Scheme.patchGradient(Self.self, row)
        // One test for each pixel. With more the compiler does not unroll the loop, and the row's vectors go through memory.
        let rowTargets = targets.row(y)
        let pixels = unsafe inputGradient + (y &* tiles.inputRow &+ channel)
        for x in 0..<size where rowTargets.contains(0, x) {
          let pixel = unsafe pixels + x &* tiles.inputs
          unsafe (adds ? Lanes(at: pixel) + row[at: x] : row[at: x]).store(at: pixel)
        }
      }
    }
  }

  /// The pixels of a tile's patch whose gradient has a part that is not zero.
  @inlinable @inline(__always)
  static func reachedPixels(_ gradient: WinogradInputGradient, tile: WinogradPlace) -> PixelSet {
    let tiles = gradient.tiles
    let area = unsafe PixelArea(
      origin: UnsafePointer(gradient.outputGradient.start) + tile.output, row: tiles.outputRow,
      channels: tiles.outputs, rows: tile.tileRows, columns: tile.tileColumns)
    // Each pixel of the patch is seen from a corner of the tile: where the corners are filled, all pixels are reached.
    let (bottom, right) = (tile.tileRows.upperBound &- 1, tile.tileColumns.upperBound &- 1)
    for y in stride(from: 0, through: bottom, by: max(bottom, 1)) {
      for x in stride(from: 0, through: right, by: max(right, 1)) where !area.isFilled(y, x) { return area.filled.seen }
    }
    return .all
  }
}
