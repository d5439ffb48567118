/// The gradient of the input of a 3 × 3 convolution: the adjoint of ``WinogradTileConvolution``.
///
/// - Formula: inputGradient[n, y, x, i] = Σ(ky, kx, o) outputGradient[n, y − ky, x − kx, o] · kernel[ky, kx, i, o],
///   patch by patch as B[Σ(o) U ⊙ (A y Aᵀ)]Bᵀ. Patches that overlap are added to zero in the order of the tiles; an
///   only one is stored.
/// - Shapes: ``WinogradTiles``; transformed kernel `[25, o, i]` of ``KernelSet/transformTileKernel(_:)``.
/// - Cost: a tile takes 50 · i · o flops where the direct form has 162, and 90 · i + 40 · o operations around them.
/// - Accuracy: relative rms of the error 9e-7 for conv3 of lab-001, 1.3e-6 for lab-003's sums over 128 channels;
///   direct 8e-8.
/// - Measured: as ``WinogradTileConvolution``; 64→64 channels 2.2, 2.5, 7.3 (direct 5.9, 6.2, 20.9); 64→128 channels
///   4.1, 4.8, 14.0 (direct 11.7, 12.4, 41.5).
public struct WinogradTileGradient: Sendable {
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
    precondition(kernel.count >= WinogradTiles.kernelCount(inputs: tiles.inputs, outputs: tiles.outputs))
    precondition(
      scratch.count
        >= WinogradTiles.scratchCount(block: tiles.block, inputs: tiles.inputs, outputs: tiles.outputs))
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
  public static func spreadTileGradientsTemplate(_ gradient: WinogradTileGradient) {
    let tiles = gradient.tiles
    let blocks = tiles.blockCount(images: gradient.images)
    for index in 0..<blocks {
      let block = tiles.tiles(of: index, of: blocks, images: gradient.images)
      let product = WinogradProduct(
        tiles: block.count, depth: tiles.outputs, columns: tiles.inputs, sourceLines: tiles.outputLines,
        targetLines: tiles.inputLines, kernel: gradient.kernel, scratch: gradient.scratch)
      for tile in block { transformGradient(gradient, product, tile: tile, line: tile &- block.lowerBound) }
      multiplyPlaces(product)
      for tile in block { spreadTile(gradient, product, tile: tile, line: tile &- block.lowerBound) }
    }
  }

  /// A y Aᵀ of one tile's gradient.
  @inlinable @inline(__always)
  static func transformGradient(
    _ gradient: WinogradTileGradient, _ product: WinogradProduct, tile: Int, line: Int
  ) {
    let (tiles, step) = (gradient.tiles, product.sourceStep)
    let (image, number) = tile.quotientAndRemainder(dividingBy: tiles.patches.count)
    let source =
      unsafe UnsafePointer(gradient.outputGradient.start) + image &* tiles.outputCount
      + Int(tiles.outputTiles.start[number])
    let target = unsafe product.source.start + line &* tiles.outputs
    for channel in stride(from: 0, to: tiles.outputs, by: Lanes.width) {
      var columns = InlineArray<3, WinogradLine<5>>(repeating: InlineArray(repeating: .zero))
      for x in 0..<3 {
        columns[x] = gradientTransform(
          unsafe lanes(at: source + (x &* tiles.outputs &+ channel), step: tiles.outputRow))
      }
      for y in 0..<5 {
        let row = gradientTransform(row(of: columns, y))
        for x in 0..<5 { unsafe row[x].store(at: target + ((5 &* y &+ x) &* step &+ channel)) }
      }
    }
  }

  /// B M Bᵀ of one tile: its part of the input's gradient.
  @inlinable @inline(__always)
  static func spreadTile(
    _ gradient: WinogradTileGradient, _ product: WinogradProduct, tile: Int, line: Int
  ) {
    let (tiles, step) = (gradient.tiles, product.targetStep)
    let (image, number) = tile.quotientAndRemainder(dividingBy: tiles.patches.count)
    let overlaps = tiles.patches.count > 1
    if overlaps && number == 0 {
      gradient.inputGradient.slice(at: image &* tiles.inputCount, count: tiles.inputCount).fill(0)
    }
    let target = unsafe gradient.inputGradient.start + image &* tiles.inputCount + Int(tiles.patches.start[number])
    let products = unsafe UnsafePointer(product.target.start) + line &* tiles.inputs
    for channel in stride(from: 0, to: tiles.inputs, by: Lanes.width) {
      var columns = InlineArray<5, WinogradLine<5>>(repeating: InlineArray(repeating: .zero))
      for x in 0..<5 {
        columns[x] = patchGradientTransform(
          unsafe lanes(at: products + (x &* step &+ channel), step: 5 &* step))
      }
      for y in 0..<5 {
        let row = patchGradientTransform(row(of: columns, y))
        for x in 0..<5 {
          let pixel = unsafe target + (y &* tiles.inputRow &+ x &* tiles.inputs &+ channel)
          unsafe (overlaps ? Lanes(at: pixel) + row[x] : row[x]).store(at: pixel)
        }
      }
    }
  }
}
