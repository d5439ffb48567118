/// A 3 × 3 convolution by Winograd's F(3×3, 3×3).
///
/// - Formula: output[n, y, x, o] = f(bias[o] + Σ(ky, kx, i) input[n, y + ky, x + kx, i] · kernel[ky, kx, i, o]), tile
///   by tile as Aᵀ[Σ(i) U ⊙ (Bᵀ d B)]A with the matrices of ``WinogradLine``. The bits of an element depend on its
///   patch, the kernel and the bias, not on its block or on the other images.
/// - Shapes: ``WinogradTiles``; transformed kernel `[25, i, o]` of ``KernelSet/transformTileKernel(_:)``.
/// - Cost: a tile takes 50 · i · o flops where the direct form has 162, and 90 · i + 65 · o operations around them.
/// - Accuracy: relative rms of the error 8.5e-7, largest error 1.3e-6, for conv3 of lab-001 and lab-003; direct 2e-7
///   in rms.
/// - Measured: µs per image for 5×5→3×3, 32 images, one Zen 4 core, with AVX-512, AVX2 and portable kernels: 64→64
///   channels 2.1, 2.6, 7.2 (direct 5.7, 5.7, 20.0); 64→128 channels 4.1, 5.0, 14.1 (direct 11.4, 11.6, 40.4). The
///   products alone would take 1.7 and 3.5 at the core's peak.
public struct WinogradTileConvolution: Sendable {
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
    precondition(kernel.count >= WinogradTiles.kernelCount(inputs: tiles.inputs, outputs: tiles.outputs))
    precondition(bias.count >= tiles.outputs)
    precondition(
      scratch.count
        >= WinogradTiles.scratchCount(block: tiles.block, inputs: tiles.inputs, outputs: tiles.outputs))
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
  public static func convolveTilesTemplate(_ convolution: WinogradTileConvolution) {
    let tiles = convolution.tiles
    let blocks = tiles.blockCount(images: convolution.images)
    for index in 0..<blocks {
      let block = tiles.tiles(of: index, of: blocks, images: convolution.images)
      let product = WinogradProduct(
        tiles: block.count, depth: tiles.inputs, columns: tiles.outputs, sourceLines: tiles.inputLines,
        targetLines: tiles.outputLines, kernel: convolution.kernel, scratch: convolution.scratch)
      for tile in block { transformPatch(convolution, product, tile: tile, line: tile &- block.lowerBound) }
      multiplyPlaces(product)
      for tile in block { finishTile(convolution, product, tile: tile, line: tile &- block.lowerBound) }
    }
  }

  /// V = Bᵀ d B of one tile's patch.
  @inlinable @inline(__always)
  static func transformPatch(
    _ convolution: WinogradTileConvolution, _ product: WinogradProduct, tile: Int, line: Int
  ) {
    let (tiles, step) = (convolution.tiles, product.sourceStep)
    let (image, number) = tile.quotientAndRemainder(dividingBy: tiles.patches.count)
    let patch =
      unsafe UnsafePointer(convolution.input.start) + image &* tiles.inputCount
      + Int(tiles.patches.start[number])
    let target = unsafe product.source.start + line &* tiles.inputs
    for channel in stride(from: 0, to: tiles.inputs, by: Lanes.width) {
      var columns = InlineArray<5, WinogradLine<5>>(repeating: InlineArray(repeating: .zero))
      for x in 0..<5 {
        columns[x] = patchTransform(
          unsafe lanes(at: patch + (x &* tiles.inputs &+ channel), step: tiles.inputRow))
      }
      for y in 0..<5 {
        let row = patchTransform(row(of: columns, y))
        for x in 0..<5 { unsafe row[x].store(at: target + ((5 &* y &+ x) &* step &+ channel)) }
      }
    }
  }

  /// Y = Aᵀ M A of one tile, with bias and rectifier.
  @inlinable @inline(__always)
  static func finishTile(
    _ convolution: WinogradTileConvolution, _ product: WinogradProduct, tile: Int, line: Int
  ) {
    let (tiles, step) = (convolution.tiles, product.targetStep)
    let (image, number) = tile.quotientAndRemainder(dividingBy: tiles.patches.count)
    let target = unsafe convolution.output.start + image &* tiles.outputCount + Int(tiles.outputTiles.start[number])
    let products = unsafe UnsafePointer(product.target.start) + line &* tiles.outputs
    for channel in stride(from: 0, to: tiles.outputs, by: Lanes.width) {
      let bias = unsafe Lanes(at: convolution.bias.start + channel)
      var columns = InlineArray<5, WinogradLine<3>>(repeating: InlineArray(repeating: .zero))
      for x in 0..<5 {
        columns[x] = outputTransform(
          unsafe lanes(at: products + (x &* step &+ channel), step: 5 &* step))
      }
      for y in 0..<3 {
        let row = outputTransform(row(of: columns, y))
        for x in 0..<3 {
          let value = row[x] + bias
          unsafe (convolution.rectifies ? value.rectified() : value)
            .store(at: target + (y &* tiles.outputRow &+ x &* tiles.outputs &+ channel))
        }
      }
    }
  }
}
