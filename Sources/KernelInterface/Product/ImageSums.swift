/// Products whose sum runs over images alone, as the gradient of a dense kernel does: a few terms for each element.
///
/// - Measured (one Zen 4 core, AVX-512): dense 1152 → 128, 32 images in leaves of 4, 138 µs: 59 % of peak, as the gradient
///   is written once for each leaf.
extension KernelSet {
  /// All leaves of a product over images, some rows at a time, so that A is read once for all columns.
  @inlinable @inline(__always)
  static func multiplyOverImages(_ product: StridedProduct) {
    for row in stride(from: 0, to: product.shape.rows, by: ProductPart.mostRows) {
      multiplyImages(product, rows: row..<min(row &+ ProductPart.mostRows, product.shape.rows))
    }
  }

  /// Covers rows of a product over images, for Q vectors of columns: with tiles of `P`, then single rows.
  ///
  /// - Parameter height: 2 computes four leaves at a time, which takes the registers of three tiles; 1 computes two in those of
  ///   two tiles; 0 computes each alone.
  @inlinable @inline(__always)
  public static func coverImages<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>.Type, _ product: StridedProduct, rows: Range<Int>, column: Int, height: Int
  ) {
    guard let leaves = product.leaves else { return }
    var row = rows.lowerBound
    while row &+ P <= rows.upperBound {
      computeImages(tile, product, leaves, row: row, column: column, height: height)
      row &+= P
    }
    while row < rows.upperBound {
      computeImages(RegisterTile<1, Q>.self, product, leaves, row: row, column: column, height: height)
      row &+= 1
    }
  }

  @inlinable @inline(__always)
  static func computeImages<let P: Int, let Q: Int>(
    _: RegisterTile<P, Q>.Type, _ product: StridedProduct, _ leaves: LeafView, row: Int, column: Int, height: Int
  ) {
    var rows = unsafe InlineArray<P, UnsafePointer<Float>>(repeating: UnsafePointer(product.a.start))
    for p in 0..<P { unsafe rows[p] += Int(product.shape.aOffsets.start[row &+ p]) }
    let b = unsafe UnsafePointer(product.b.start) + column
    var total = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    var leaf = 0
    var place = unsafe (a: 0, b: b)
    let leavesAtOnce = 1 &<< height
    while height > 0, leaf &+ leavesAtOnce <= leaves.count {
      total =
        height == 2
        ? unsafe sumOfFour(rows: rows, from: &place, product.shape, leaves, first: leaf)
        : unsafe sumOfTwo(rows: rows, from: &place, product.shape, leaves, first: leaf)
      join(&total, leaf: leaf &+ leavesAtOnce &- 1, height: height, of: leaves)
      leaf &+= leavesAtOnce
    }
    while leaf < leaves.count {
      total = unsafe sumLeaf(rows: rows, from: &place, product.shape, leaves.images(of: leaf).count)
      join(&total, leaf: leaf, of: leaves)
      leaf &+= 1
    }
    // Sums over images are gradients, without a bias: storing them in place is shorter than any finish.
    if product.finish == .accumulate { add(c: product, to: &total, row: row, column: column) }
    store(total, product, row: row, column: column)
  }

  /// Adds what C holds to a tile.
  @inlinable @inline(__always)
  static func add<let P: Int, let Q: Int>(
    c product: StridedProduct, to tile: inout RegisterTile<P, Q>, row: Int, column: Int
  ) {
    var held = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    load(&held, product, row: row, column: column)
    add(held, to: &tile)
  }

  /// The sum of four leaves, a node of the tree: small tiles stay in registers where one leaf at a time would be stored.
  ///
  /// Leaves follow each other, so that one address runs through all of them.
  ///
  /// - Precondition: ``StridedProduct/sumsOverImages``.
  @unsafe @inlinable @inline(__always)
  static func sumOfFour<let P: Int, let Q: Int>(
    rows: InlineArray<P, UnsafePointer<Float>>, from place: inout (a: Int, b: UnsafePointer<Float>),
    _ shape: ProductShape, _ leaves: LeafView, first: Int
  ) -> RegisterTile<P, Q> {
    var left: RegisterTile<P, Q> = unsafe sumOfTwo(rows: rows, from: &place, shape, leaves, first: first)
    add(unsafe sumOfTwo(rows: rows, from: &place, shape, leaves, first: first &+ 2), to: &left)
    return left
  }

  /// The sum of two leaves.
  @unsafe @inlinable @inline(__always)
  static func sumOfTwo<let P: Int, let Q: Int>(
    rows: InlineArray<P, UnsafePointer<Float>>, from place: inout (a: Int, b: UnsafePointer<Float>),
    _ shape: ProductShape, _ leaves: LeafView, first: Int
  ) -> RegisterTile<P, Q> {
    var left: RegisterTile<P, Q> = unsafe sumLeaf(rows: rows, from: &place, shape, leaves.images(of: first).count)
    add(unsafe sumLeaf(rows: rows, from: &place, shape, leaves.images(of: first &+ 1).count), to: &left)
    return left
  }

  /// The sum over some images from `place` on, which moves behind them.
  @unsafe @inlinable @inline(__always)
  static func sumLeaf<let P: Int, let Q: Int>(
    rows: InlineArray<P, UnsafePointer<Float>>, from place: inout (a: Int, b: UnsafePointer<Float>),
    _ shape: ProductShape, _ images: Int
  ) -> RegisterTile<P, Q> {
    var tile = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    let (a, b) = (shape.outer.a, shape.outer.b)
    // The usual leaf has four images: a loop of four is unrolled.
    if images == 4 {
      unsafe accumulate(&tile, rows: rows, from: place.a, b: place.b, over: .init(count: 4, a: a, b: b))
    } else {
      unsafe accumulate(&tile, rows: rows, from: place.a, b: place.b, over: .init(count: images, a: a, b: b))
    }
    unsafe place.a &+= images &* shape.outer.a
    unsafe place.b += images &* shape.outer.b
    return tile
  }

  @inlinable @inline(__always)
  static func add<let P: Int, let Q: Int>(_ right: RegisterTile<P, Q>, to left: inout RegisterTile<P, Q>) {
    for p in 0..<P {
      for q in 0..<Q { left[p][q] += right[p][q] }
    }
  }
}
