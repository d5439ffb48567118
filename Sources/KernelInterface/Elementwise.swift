/// The sum of a matrix' rows, some of which belong to each image.
///
/// - Formula: target[n] (=|+=) Σ(r) source[r·columns + n]: each leaf's rows from zero, in the order of r; then the leaves
///   along the tree.
/// - Shapes: source `[rows, columns]`, `columns` a multiple of 16.
public struct RowSum: Sendable {
  public let rowsPerImage: Int
  public let columns: Int
  public let source: FloatView
  public let target: FloatView
  /// True: add the sum to what `target` holds.
  public let accumulates: Bool
  public let leaves: LeafView

  public init(
    rowsPerImage: Int, columns: Int, source: FloatView, target: FloatView, accumulates: Bool, leaves: LeafView
  ) {
    precondition(columns % Lanes.width == 0 && target.count >= columns)
    precondition(source.count >= leaves.imageCount * rowsPerImage * columns)
    self.rowsPerImage = rowsPerImage
    self.columns = columns
    self.leaves = leaves
    self.source = source
    self.target = target
    self.accumulates = accumulates
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func sumRowsTemplate(_ sum: RowSum) {
    for column in stride(from: 0, to: sum.columns, by: Lanes.width) {
      var tile = RegisterTile<1, 1>(repeating: InlineArray(repeating: .zero))
      for leaf in 0..<sum.leaves.count {
        let images = sum.leaves.images(of: leaf)
        tile[0][0] = .zero
        for row in images.lowerBound &* sum.rowsPerImage..<images.upperBound &* sum.rowsPerImage {
          tile[0][0] += unsafe Lanes(at: sum.source.start + (row &* sum.columns &+ column))
        }
        join(&tile, leaf: leaf, of: sum.leaves)
      }
      let target = unsafe sum.target.start + column
      if sum.accumulates { tile[0][0] = unsafe Lanes(at: target) + tile[0][0] }
      unsafe tile[0][0].store(at: target)
    }
  }

  @inlinable @inline(__always)
  public static func maskByPositiveTemplate(gradient: FloatView, output: FloatView) {
    precondition(gradient.count == output.count && gradient.count % Lanes.width == 0)
    for offset in stride(from: 0, to: gradient.count, by: Lanes.width) {
      let target = unsafe gradient.start + offset
      let isPositive = unsafe Lanes(at: output.start + offset) .> 0
      unsafe Lanes.zero.replacing(with: Lanes(at: target), where: isPositive).store(at: target)
    }
  }

  @inlinable @inline(__always)
  public static func addTemplate(_ addend: FloatView, to target: FloatView) {
    precondition(addend.count == target.count)
    var offset = 0
    while offset &+ Lanes.width <= target.count {
      unsafe (Lanes(at: target.start + offset) + Lanes(at: addend.start + offset)).store(at: target.start + offset)
      offset &+= Lanes.width
    }
    while offset < target.count {
      unsafe target.start[offset] += addend.start[offset]
      offset &+= 1
    }
  }

  @inlinable @inline(__always)
  public static func multiplyElementsTemplate(_ a: FloatView, _ b: FloatView, into target: FloatView) {
    precondition(a.count == target.count && b.count == target.count && target.count % Lanes.width == 0)
    for offset in stride(from: 0, to: target.count, by: Lanes.width) {
      unsafe (Lanes(at: a.start + offset) * Lanes(at: b.start + offset)).store(at: target.start + offset)
    }
  }

  @inlinable @inline(__always)
  public static func normalizeTemplate(bytes: Span<UInt8>, into target: FloatView) {
    precondition(bytes.count == target.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      var offset = 0
      while offset &+ Lanes.width <= target.count {
        var values = Lanes.zero
        for lane in 0..<Lanes.width { values[lane] = unsafe Float(start[offset &+ lane]) }
        unsafe (values / 255).store(at: target.start + offset)
        offset &+= Lanes.width
      }
      while offset < target.count {
        unsafe target.start[offset] = Float(start[offset]) / 255
        offset &+= 1
      }
    }
  }
}
