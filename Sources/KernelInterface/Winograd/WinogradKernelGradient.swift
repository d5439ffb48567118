/// The kernel's gradient of a 3 × 3 convolution, by the filtering of ``WinogradConvolution``.
///
/// - Formula: for each leaf dU = Σ(tiles) (Bᵀ d B) ⊗ (A y Aᵀ) at each place, then Gᵀ dU G; the leaves are added along the tree.
///   A leaf's tiles are summed in blocks of their own, so its bits depend on its images alone.
/// - Shapes: ``WinogradTiles``; kernelGradient `[o, 3, 3, i]`.
/// - Cost: a tile takes 72 · i · o flops in F(4×4, 3×3) where the direct form has 288; a leaf 36 · i · o numbers to transform
///   back, so it pays where a leaf has more than a few tiles: see ``isWorthwhile(tilesPerLeaf:)``.
/// - Accuracy, as ``WinogradConvolution``, leaves of two images: 64→64 channels on 14 × 14 by F(3×3, 3×3) 6.3e-7 and 1.3e-6, by
///   F(4×4, 3×3) 4.7e-7 and 9.5e-7, direct 1.7e-7 and 3.4e-7; 128→128 on 7 × 7 by F(3×3, 3×3) 4.1e-7 and 1.2e-6, by F(4×4, 3×3)
///   3.2e-7 and 6.8e-7, direct 8.6e-8 and 2.0e-7. No element is off by more than 16 ulp of Σ |outputGradient| over the pixels of its
///   output channel times the largest |input| of its input channel.
/// - Measured (one Zen 4 core, AVX-512): with ``WinogradInputGradient``, leaves of 32 images: 64→64 channels on 14 × 14 144
///   µs an image, 201 dense-equivalent GFLOP/s; 128→128 on 7 × 7 133 µs, 217.
/// - Source: the adjoint of Lavin & Gray's, CVPR 2016.
public struct WinogradKernelGradient: Sendable {
  public let tiles: WinogradTiles
  public let leaves: LeafView
  public let input: FloatView
  public let outputGradient: FloatView
  public let kernelGradient: FloatView
  /// True: add to what is there.
  public let accumulates: Bool
  public let scratch: FloatView
  /// The sum of a leaf at each place, then the leaves that wait for their right sibling.
  public let sums: FloatView
  /// Where each output channel begins in panels of a block's tiles, and where its row in a place of the sums.
  public let outputPlaces: IndexView
  public let kernelRows: IndexView

  public init(
    _ tiles: WinogradTiles, leaves: LeafView, input: FloatView, outputGradient: FloatView, kernelGradient: FloatView,
    accumulates: Bool, scratch: FloatView, sums: FloatView, outputPlaces: IndexView, kernelRows: IndexView
  ) {
    let images = leaves.imageCount
    precondition(input.count >= images * tiles.inputCount && outputGradient.count >= images * tiles.outputCount)
    precondition(kernelGradient.count >= 9 * tiles.inputs * tiles.outputs)
    precondition(
      scratch.count
        >= WinogradTiles.scratchCount(tiles.scheme, block: tiles.block, inputs: tiles.inputs, outputs: tiles.outputs))
    precondition(
      sums.count
        >= Self.sumsCount(tiles.scheme, inputs: tiles.inputs, outputs: tiles.outputs, leaves: leaves.count))
    self.tiles = tiles
    self.leaves = leaves
    self.input = input
    self.outputGradient = outputGradient
    self.kernelGradient = kernelGradient
    self.accumulates = accumulates
    self.scratch = scratch
    self.sums = sums
    self.outputPlaces = outputPlaces
    self.kernelRows = kernelRows
  }

  /// Whether fewer products save more than transforming a leaf's sum back costs.
  public static func isWorthwhile(tilesPerLeaf: Int) -> Bool { tilesPerLeaf >= 16 }

  /// Floats that a thread needs for the sums over as many leaves as a pass may have.
  public static func sumsCount(_ scheme: WinogradTiles.Scheme, inputs: Int, outputs: Int, leaves: Int) -> Int {
    scheme.places * WinogradTiles.placeStep(lines: outputs, channels: inputs)
      + LeafTable.levels(leaves: leaves) * 9 * inputs * outputs
  }

  /// Floats from one level of waiting leaves to the next.
  @inlinable var level: Int { 9 &* tiles.inputs &* tiles.outputs }
  /// Floats from one place of a leaf's sum to the next.
  @inlinable var placeStep: Int { WinogradTiles.placeStep(lines: tiles.outputs, channels: tiles.inputs) }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func addTileWeightGradientTemplate(_ gradient: WinogradKernelGradient) {
    switch gradient.tiles.scheme {
    case .three: computeWinogradKernelGradient(WinogradScheme3.self, gradient)
    case .four: computeWinogradKernelGradient(WinogradScheme4.self, gradient)
    }
  }

  @inlinable @inline(__always)
  static func computeWinogradKernelGradient<Scheme: WinogradScheme>(
    _ scheme: Scheme.Type, _ gradient: WinogradKernelGradient
  ) {
    let tiles = gradient.tiles
    for leaf in 0..<gradient.leaves.count {
      let images = gradient.leaves.images(of: leaf)
      let all = images.lowerBound &* tiles.tilesPerImage..<images.upperBound &* tiles.tilesPerImage
      let blocks = tiles.blockCount(tiles: all.count)
      for index in 0..<blocks {
        addBlock(scheme, gradient, tiles: tiles.tiles(of: index, from: all), isFirst: index == 0)
      }
      finishLeaf(scheme, gradient, leaf: leaf, isEmpty: images.isEmpty)
    }
  }

  /// Adds some tiles of a leaf to its sum at each place.
  @inlinable @inline(__always)
  static func addBlock<Scheme: WinogradScheme>(
    _ scheme: Scheme.Type, _ gradient: WinogradKernelGradient, tiles block: Range<Int>, isFirst: Bool
  ) {
    let tiles = gradient.tiles
    let (inputStep, outputStep) = (
      WinogradTiles.placeStep(lines: tiles.block, channels: tiles.inputs),
      WinogradTiles.placeStep(lines: tiles.block, channels: tiles.outputs)
    )
    // Sixteen channels of all tiles side by side, for both operands of the products.
    let panel = tiles.block &* Lanes.width
    let patches = gradient.scratch.slice(at: WinogradTiles.gridCount, count: tiles.scheme.places &* inputStep)
    let gradients = gradient.scratch.slice(
      at: WinogradTiles.gridCount &+ patches.count, count: tiles.scheme.places &* outputStep)
    for tile in block {
      let (place, line) = (tiles.place(of: tile), tile &- block.lowerBound)
      unsafe transformPatch(
        scheme, tiles, input: gradient.input.start, tile: place, into: patches.start + line &* Lanes.width,
        step: inputStep, panel: panel, grid: gradient.scratch.start)
      unsafe transformTileGradient(
        scheme, tiles, gradient: gradient.outputGradient.start, tile: place,
        into: gradients.start + line &* Lanes.width, step: outputStep, panel: panel, grid: gradient.scratch.start)
    }
    let shape = ProductShape(
      rows: tiles.outputs, columns: tiles.inputs,
      depth: .init(count: block.count, a: Lanes.width, b: Lanes.width), aOffsets: gradient.outputPlaces,
      cOffsets: gradient.kernelRows, panel: panel)
    for place in 0..<tiles.scheme.places {
      multiply(
        StridedProduct(
          shape, a: gradients.slice(at: place &* outputStep, count: outputStep),
          b: patches.slice(at: place &* inputStep, count: inputStep),
          c: gradient.sums.slice(at: place &* gradient.placeStep, count: gradient.placeStep),
          finish: isFirst ? .store : .accumulate))
    }
  }

  /// Transforms a leaf's sum back and adds it to its left siblings; the last one ends up in the kernel's gradient.
  @inlinable @inline(__always)
  static func finishLeaf<Scheme: WinogradScheme>(
    _ scheme: Scheme.Type, _ gradient: WinogradKernelGradient, leaf: Int, isEmpty: Bool
  ) {
    let (inputs, outputs) = (gradient.tiles.inputs, gradient.tiles.outputs)
    let waiting = unsafe gradient.sums.start + gradient.tiles.scheme.places &* gradient.placeStep
    for output in 0..<outputs {
      for input in stride(from: 0, to: inputs, by: Lanes.width) {
        var taps = RegisterTile<9, 1>(repeating: InlineArray(repeating: .zero))
        if !isEmpty {
          taps = unsafe tapsGradient(
            scheme, at: gradient.sums.start + (output &* inputs &+ input), step: gradient.placeStep,
            grid: gradient.scratch.start)
        }
        let place = output &* 9 &* inputs &+ input
        unsafe join(
          &taps, leaf: leaf, of: gradient.leaves, sums: waiting + place, level: gradient.level, row: inputs)
        guard leaf &+ 1 == gradient.leaves.count else { continue }
        let target = unsafe gradient.kernelGradient.start + place
        if gradient.accumulates {
          for tap in 0..<9 { taps[tap][0] = unsafe Lanes(at: target + tap &* inputs) + taps[tap][0] }
        }
        unsafe store(taps, at: target, row: inputs)
      }
    }
  }

  /// Gᵀ dU G of one vector of channels.
  @unsafe @inlinable @inline(__always)
  static func tapsGradient<Scheme: WinogradScheme>(
    _: Scheme.Type, at places: UnsafePointer<Float>, step: Int, grid: WinogradGrid
  ) -> RegisterTile<9, 1> {
    let size = Scheme.Patch.length
    for x in 0..<size {
      var column = Scheme.Patch()
      for y in 0..<size { column[at: y] = unsafe Lanes(at: places + (y &* size &+ x) &* step) }
      let transformed = Scheme.tapsGradient(Self.self, column)
      for y in 0..<3 { unsafe transformed[at: y].store(at: grid + (y &* size &+ x) &* Lanes.width) }
    }
    var taps = RegisterTile<9, 1>(repeating: InlineArray(repeating: .zero))
    for y in 0..<3 {
      var row = Scheme.Patch()
      for x in 0..<size { row[at: x] = unsafe Lanes(at: grid + (y &* size &+ x) &* Lanes.width) }
      let transformed = Scheme.tapsGradient(Self.self, row)
      for x in 0..<3 { taps[3 &* y &+ x][0] = transformed[at: x] }
    }
    return taps
  }
}
