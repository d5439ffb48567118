/// A part of a ``StridedProduct`` whose operands stay in the first cache while tiles of registers go over them.
///
/// A sum that several parts share is kept as it stands between them, so the parts change no bit of it.
public struct ProductPart: Sendable {
  public let rows: Range<Int>
  /// From a multiple of 16 to a multiple of 16.
  public let columns: Range<Int>
  /// How often each of the three loops of the sum runs.
  public let (outerCount, innerCount, depthCount): (Int, Int, Int)
  /// How far the operands have moved where the loops begin.
  public let (aStart, bStart): (Int, Int)
  /// The leaf that is summed; 0 where there are none.
  public let leaf: Int
  /// Whether the sum begins from zero here; otherwise it goes on from where the part before has left it.
  public let begins: Bool
  /// Whether the sum (the leaf's) is complete afterwards.
  public let ends: Bool

  @inlinable @inline(__always)
  init(
    _ shape: ProductShape, rows: Range<Int>, columns: Range<Int>, outer: Range<Int>, inner: Range<Int>,
    depth: Range<Int>, leaf: Int = 0, begins: Bool, ends: Bool
  ) {
    self.rows = rows
    self.columns = columns
    (outerCount, innerCount, depthCount) = (outer.count, inner.count, depth.count)
    let (t, s, k) = (outer.lowerBound, inner.lowerBound, depth.lowerBound)
    aStart = t &* shape.outer.a &+ s &* shape.inner.a &+ k &* shape.depth.a
    bStart = t &* shape.outer.b &+ s &* shape.inner.b &+ k &* shape.depth.b
    self.leaf = leaf
    self.begins = begins
    self.ends = ends
  }

  /// The most rows of a part of leaves: their sums wait in the leaf table.
  @inlinable static var mostRows: Int { 96 }
  /// The most columns of a part.
  @inlinable static var mostColumns: Int { 80 }
  /// The most steps of a part without leaves: the vectors of B for one column of registers fill half of the first cache.
  @inlinable static var mostSteps: Int { 384 }
  /// The least steps of a part of a leaf, so that loading and storing the sums costs little.
  @inlinable static var leastSteps: Int { 48 }

  /// The columns of a part that begins at `column`: four vectors, which all sets cover with tall tiles; five, if only
  /// they are left, so that no set ends with a single one.
  @inlinable @inline(__always)
  static func columns(from column: Int, of count: Int) -> Range<Int> {
    let left = count &- column
    return column..<column &+ (left == mostColumns ? left : min(left, 4 &* Lanes.width))
  }
}

extension KernelSet {
  /// Computes a product part by part.
  ///
  /// - Measured: 3 × 3 on 13 × 13 × 32 to 64, gradient of the kernel, bench kernels on a Zen 3 core with AVX2: 47 % of the
  ///   peak when each tile went through all images, 81 to 86 % by parts; 3 × 3 on 7 × 7 × 128 to 128, forward: 75 and 87 %.
  @inlinable @inline(__always)
  public static func multiplyTemplate(_ product: StridedProduct) {
    if let leaves = product.leaves {
      guard !product.sumsOverImages else { return multiplyOverImages(product) }
      for row in stride(from: 0, to: product.shape.rows, by: ProductPart.mostRows) {
        let rows = row..<min(row &+ ProductPart.mostRows, product.shape.rows)
        multiplyLeaves(product, leaves, rows: rows)
      }
    } else if product.finish == .accumulate || product.shape.outer.count != 1 {
      multiply(product, inner: 0..<product.shape.inner.count, depth: 0..<product.shape.depth.count)
    } else {
      multiplyInSteps(product)
    }
  }

  /// All leaves, some rows at a time: an image's part of A is read for all columns and rows before the next image's.
  @inlinable @inline(__always)
  static func multiplyLeaves(_ product: StridedProduct, _ leaves: LeafView, rows: Range<Int>) {
    let shape = product.shape
    let images = max(1, ProductPart.leastSteps / max(1, shape.inner.count &* shape.depth.count))
    var column = 0
    while column < shape.columns {
      let columns = ProductPart.columns(from: column, of: shape.columns)
      for leaf in 0..<leaves.count {
        let all = leaves.images(of: leaf)
        var image = all.lowerBound
        repeat {
          let end = min(image &+ images, all.upperBound)
          multiplyPart(
            product,
            ProductPart(
              shape, rows: rows, columns: columns, outer: image..<end, inner: 0..<shape.inner.count,
              depth: 0..<shape.depth.count, leaf: leaf, begins: image == all.lowerBound, ends: end == all.upperBound))
          image = end
        } while image < all.upperBound
      }
      column = columns.upperBound
    }
  }

  /// Some steps of the sum at a time, for all rows: the vectors of B stay in the cache.
  @inlinable @inline(__always)
  static func multiplyInSteps(_ product: StridedProduct) {
    let (inner, depth) = (product.shape.inner.count, product.shape.depth.count)
    guard inner > 0 else { return multiply(product, inner: 0..<0, depth: 0..<depth) }
    if depth > ProductPart.mostSteps {
      for y in 0..<inner {
        for k in stride(from: 0, to: depth, by: ProductPart.mostSteps) {
          multiply(product, inner: y..<y &+ 1, depth: k..<min(k &+ ProductPart.mostSteps, depth))
        }
      }
    } else {
      let lines = max(1, ProductPart.mostSteps / max(1, depth))
      for y in stride(from: 0, to: inner, by: lines) {
        multiply(product, inner: y..<min(y &+ lines, inner), depth: 0..<depth)
      }
    }
  }

  /// A stretch of the two inner loops for all rows and columns, without leaves.
  @inlinable @inline(__always)
  static func multiply(_ product: StridedProduct, inner: Range<Int>, depth: Range<Int>) {
    let shape = product.shape
    var column = 0
    while column < shape.columns {
      let columns = ProductPart.columns(from: column, of: shape.columns)
      multiplyPart(
        product,
        ProductPart(
          shape, rows: 0..<shape.rows, columns: columns, outer: 0..<shape.outer.count, inner: inner, depth: depth,
          begins: inner.lowerBound == 0 && depth.lowerBound == 0,
          ends: inner.upperBound == shape.inner.count && depth.upperBound == shape.depth.count))
      column = columns.upperBound
    }
  }
}
