/// A 3 × 3 convolution by Winograd's F(3×3, 3×3) or F(4×4, 3×3).
///
/// - Formula: output[n, y, x, o] = f(bias[o] + Σ(ky, kx, i) input[n, y + ky − top, x + kx − left, i] · kernel[ky, kx, i, o]),
///   tile by tile as Aᵀ[Σ(i) U ⊙ (Bᵀ d B)]A with the matrices of ``WinogradScheme3`` or ``WinogradScheme4``. The bits of an
///   element depend on its patch, the kernel and the bias, not on its block or on the other images. Where all pixels of a window
///   are zero the element is exactly f(bias[o]).
/// - Shapes: ``WinogradTiles``; transformed kernel `[places, i, o]` of ``KernelSet/transformWinogradKernel(_:)``.
/// - Cost: a tile takes 50 · i · o flops where the direct form has 162, and 90 · i + 65 · o operations around them; with
///   F(4×4, 3×3) 72 · i · o where it has 288, and 144 · i + 120 · o.
/// - Accuracy, padding "same", rms of the error relative to that of the result, and largest relative to the largest: 64→64 channels
///   on 14 × 14 by F(3×3, 3×3) 7.0e-7 and 2.3e-6, by F(4×4, 3×3) 6.4e-7 and 1.1e-6, direct 3.0e-7 and 4.8e-7; 128→128 on 7 × 7 by
///   F(3×3, 3×3) 1.0e-6 and 2.3e-6, by F(4×4, 3×3) 8.4e-7 and 1.9e-6, direct 4.1e-7 and 8.6e-7. No element of any shape is off by
///   more than 16 ulp of the largest Σ |input · kernel| among the pixels of its channel; a lone pixel is mixed into sums that have
///   no part of it, which are off by up to 16 ulp of nine times the largest product.
/// - Measured: µs per image for 5×5→3×3, 32 images, one Zen 4 core, with AVX-512, AVX2 and portable kernels: 64→64
///   channels 2.1, 2.6, 7.2 (direct 5.7, 5.7, 20.0); 64→128 channels 4.1, 5.0, 14.1 (direct 11.4, 11.6, 40.4). The
///   products alone would take 1.7 and 3.5 at the core's peak. By F(4×4, 3×3), AVX-512, padding "same": 64→64 channels on 14 × 14
///   62 µs, 233 dense-equivalent GFLOP/s; 128→128 on 7 × 7 64 µs, 226.
public struct WinogradConvolution: Sendable {
  public let tiles: WinogradTiles
  public let images: Int
  public let input: FloatView
  public let kernel: FloatView
  public let bias: FloatView
  public let output: FloatView
  public let rectifies: Bool
  public let scratch: FloatView

  public init(
    _ tiles: WinogradTiles, images: Int, input: FloatView, kernel: FloatView, bias: FloatView, output: FloatView,
    rectifies: Bool, scratch: FloatView
  ) {
    precondition(input.count >= images * tiles.inputCount && output.count >= images * tiles.outputCount)
    precondition(kernel.count >= WinogradTiles.kernelCount(tiles.scheme, inputs: tiles.inputs, outputs: tiles.outputs))
    precondition(bias.count >= tiles.outputs)
    precondition(
      scratch.count
        >= WinogradTiles.scratchCount(tiles.scheme, block: tiles.block, inputs: tiles.inputs, outputs: tiles.outputs))
    self.tiles = tiles
    self.images = images
    self.input = input
    self.kernel = kernel
    self.bias = bias
    self.output = output
    self.rectifies = rectifies
    self.scratch = scratch
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func convolveTilesTemplate(_ convolution: WinogradConvolution) {
    switch convolution.tiles.scheme {
    case .three: convolveByWinograd(WinogradScheme3.self, convolution)
    case .four: convolveByWinograd(WinogradScheme4.self, convolution)
    }
  }

  @inlinable @inline(__always)
  static func convolveByWinograd<Scheme: WinogradScheme>(_ scheme: Scheme.Type, _ convolution: WinogradConvolution) {
    let tiles = convolution.tiles
    let all = 0..<convolution.images &* tiles.tilesPerImage
    let blocks = tiles.blockCount(tiles: all.count)
    for index in 0..<blocks {
      let block = tiles.tiles(of: index, from: all)
      let product = WinogradProduct(
        places: tiles.scheme.places, tiles: block.count, depth: tiles.inputs, columns: tiles.outputs,
        sourceLines: tiles.inputLines, targetLines: tiles.outputLines, kernel: convolution.kernel,
        scratch: convolution.scratch)
      for tile in block {
        unsafe transformPatch(
          scheme, tiles, input: convolution.input.start, tile: tiles.place(of: tile),
          into: product.source.start + (tile &- block.lowerBound) &* tiles.inputs, step: product.sourceStep,
          panel: Lanes.width, grid: product.grid)
      }
      multiplyPlaces(product)
      for tile in block {
        let place = tiles.place(of: tile)
        finishTile(scheme, convolution, product, tile: place, line: tile &- block.lowerBound)
        clearBlankWindows(convolution, tile: place)
      }
    }
  }

  /// V = Bᵀ d B of one tile's patch.
  ///
  /// - Parameters:
  ///   - step: floats from one place to the next.
  ///   - panel: floats from one vector of channels to the next.
  @unsafe @inlinable @inline(__always)
  static func transformPatch<Scheme: WinogradScheme>(
    _: Scheme.Type, _ tiles: WinogradTiles, input: UnsafePointer<Float>, tile: WinogradPlace,
    into target: UnsafeMutablePointer<Float>, step: Int, panel: Int, grid: WinogradGrid
  ) {
    let size = Scheme.Patch.length
    for channel in stride(from: 0, to: tiles.inputs, by: Lanes.width) {
      for x in 0..<size {
        let isInside = tile.isWhole || tile.patchColumns.contains(x)
        var column = Scheme.Patch()
        for y in 0..<size where isInside && (tile.isWhole || tile.patchRows.contains(y)) {
          column[at: y] = unsafe Lanes(at: input + (tile.input &+ y &* tiles.inputRow &+ x &* tiles.inputs &+ channel))
        }
        column = Scheme.patch(Self.self, column)
        for y in 0..<size { unsafe column[at: y].store(at: grid + (y &* size &+ x) &* Lanes.width) }
      }
      let vector = unsafe target + channel / Lanes.width &* panel
      for y in 0..<size {
        var row = Scheme.Patch()
        for x in 0..<size { row[at: x] = unsafe Lanes(at: grid + (y &* size &+ x) &* Lanes.width) }
        row = Scheme.patch(Self.self, row)
        for x in 0..<size { unsafe row[at: x].store(at: vector + (y &* size &+ x) &* step) }
      }
    }
  }

  /// Y = Aᵀ M A of one tile, with bias and rectifier.
  @inlinable @inline(__always)
  static func finishTile<Scheme: WinogradScheme>(
    _: Scheme.Type, _ convolution: WinogradConvolution, _ product: WinogradProduct, tile: WinogradPlace, line: Int
  ) {
    let (tiles, step) = (convolution.tiles, product.targetStep)
    let (size, m) = (Scheme.Patch.length, Scheme.Tile.length)
    let products = unsafe UnsafePointer(product.target.start) + line &* tiles.outputs
    let grid = unsafe product.grid
    for channel in stride(from: 0, to: tiles.outputs, by: Lanes.width) {
      let bias = unsafe Lanes(at: convolution.bias.start + channel)
      for x in 0..<size {
        var column = Scheme.Patch()
        for y in 0..<size { column[at: y] = unsafe Lanes(at: products + ((y &* size &+ x) &* step &+ channel)) }
        let output = Scheme.output(Self.self, column)
        for y in 0..<m { unsafe output[at: y].store(at: grid + (y &* size &+ x) &* Lanes.width) }
      }
      for y in 0..<m where tile.isWhole || tile.tileRows.contains(y) {
        var row = Scheme.Patch()
        for x in 0..<size { row[at: x] = unsafe Lanes(at: grid + (y &* size &+ x) &* Lanes.width) }
        let output = Scheme.output(Self.self, row)
        for x in 0..<m where tile.isWhole || tile.tileColumns.contains(x) {
          let value = output[at: x] + bias
          let target = tile.output &+ y &* tiles.outputRow &+ x &* tiles.outputs &+ channel
          unsafe (convolution.rectifies ? value.rectified() : value).store(at: convolution.output.start + target)
        }
      }
    }
  }
  /// Stores what the definition has where a window of a tile sees only zeros: the bias, with the rectifier.
  @inlinable @inline(__always)
  static func clearBlankWindows(_ convolution: WinogradConvolution, tile: WinogradPlace) {
    let tiles = convolution.tiles
    let filled = filledWindows(convolution, tile: tile)
    // A tile of nothing but zeros has no rounding.
    guard !filled.isAll && !filled.isEmpty else { return }
    for y in tile.tileRows {
      for x in tile.tileColumns where !filled.contains(y, x) {
        let target = tile.output &+ y &* tiles.outputRow &+ x &* tiles.outputs
        for channel in stride(from: 0, to: tiles.outputs, by: Lanes.width) {
          let value = unsafe Lanes.zero + Lanes(at: convolution.bias.start + channel)
          unsafe (convolution.rectifies ? value.rectified() : value).store(
            at: convolution.output.start + (target &+ channel))
        }
      }
    }
  }

  /// The positions of a tile whose windows see a pixel that is not zero.
  @inlinable @inline(__always)
  static func filledWindows(_ convolution: WinogradConvolution, tile: WinogradPlace) -> PixelSet {
    let tiles = convolution.tiles
    let patch = unsafe PixelArea(
      origin: UnsafePointer(convolution.input.start) + tile.input, row: tiles.inputRow, channels: tiles.inputs,
      rows: tile.patchRows, columns: tile.patchColumns)
    // Each window has one of at most four pixels in the middle: where those are filled, all windows are.
    let (top, left) = (min(2, tile.patchRows.upperBound &- 1), min(2, tile.patchColumns.upperBound &- 1))
    let (bottom, right) = (max(top, tile.tileRows.upperBound &- 1), max(left, tile.tileColumns.upperBound &- 1))
    for y in top...bottom {
      for x in left...right where !patch.isFilled(y, x) { return patch.filled.windows }
    }
    return .all
  }
}
