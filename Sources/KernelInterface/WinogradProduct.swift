/// The products of a block's transformed tiles with the 25 matrices of a transformed kernel.
///
/// - Formula: target[p, t, n] = Σ(k) source[p, t, k] · kernel[p, k, n] for each place p and tile t: a matrix product
///   at each place, each element summed from zero in the order of k, whatever block and register tile it falls in.
/// - Shapes: places are ``WinogradTiles/placeStep(lines:channels:)`` apart.
@usableFromInline
struct WinogradProduct {
  @usableFromInline let tiles: Int
  /// The channels that are summed over, and those of the sums.
  @usableFromInline let depth: Int
  @usableFromInline let columns: Int
  @usableFromInline let sourceLines: IndexView
  @usableFromInline let targetLines: IndexView
  @usableFromInline let kernel: FloatView
  @usableFromInline let source: FloatView
  @usableFromInline let target: FloatView

  /// - Parameter scratch: holds the transformed tiles, and behind them the products.
  @inlinable @inline(__always)
  init(
    tiles: Int, depth: Int, columns: Int, sourceLines: IndexView, targetLines: IndexView, kernel: FloatView,
    scratch: FloatView
  ) {
    self.tiles = tiles
    self.depth = depth
    self.columns = columns
    self.sourceLines = sourceLines
    self.targetLines = targetLines
    self.kernel = kernel
    let split = WinogradTiles.places &* WinogradTiles.placeStep(lines: sourceLines.count, channels: depth)
    source = scratch.slice(at: 0, count: split)
    target = scratch.slice(at: split, count: scratch.count &- split)
  }

  /// Floats from one place to the next.
  @inlinable var sourceStep: Int { WinogradTiles.placeStep(lines: sourceLines.count, channels: depth) }
  @inlinable var targetStep: Int { WinogradTiles.placeStep(lines: targetLines.count, channels: columns) }

  /// The product at one place.
  @inlinable @inline(__always)
  func product(at place: Int) -> StridedProduct {
    let kernelStep = WinogradTiles.placeStep(lines: depth, channels: columns)
    return StridedProduct(
      ProductShape(
        rows: tiles, columns: columns, depth: .init(count: depth, a: 1, b: columns), aOffsets: sourceLines,
        cOffsets: targetLines),
      a: source.slice(at: place &* sourceStep, count: sourceStep),
      b: kernel.slice(at: place &* kernelStep, count: kernelStep),
      c: target.slice(at: place &* targetStep, count: targetStep), finish: .store)
  }
}

extension KernelSet {
  /// All 25 products, by the kernel set's own register tiles.
  @inlinable @inline(__always)
  static func multiplyPlaces(_ product: WinogradProduct) {
    for place in 0..<WinogradTiles.places { multiply(product.product(at: place)) }
  }
}
