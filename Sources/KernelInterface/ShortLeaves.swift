extension KernelSet {
  /// Covers all rows of a product with short leaves, for Q vectors of columns: with tiles of `P`, then single rows.
  ///
  /// - Precondition: ``StridedProduct/hasShortLeaves``.
  @inlinable @inline(__always)
  public static func coverRowsOfShortLeaves<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>.Type, _ product: StridedProduct, column: Int
  ) {
    guard let leaves = product.leaves else { return }
    var row = 0
    while row &+ P <= product.shape.rows {
      computeTileOfShortLeaves(tile, product, leaves, row: row, column: column)
      row &+= P
    }
    coverRows(RegisterTile<1, Q>.self, product, from: &row, column: column)
  }

  @inlinable @inline(__always)
  static func computeTileOfShortLeaves<let P: Int, let Q: Int>(
    _: RegisterTile<P, Q>.Type, _ product: StridedProduct, _ leaves: LeafView, row: Int, column: Int
  ) {
    var rows = unsafe InlineArray<P, UnsafePointer<Float>>(repeating: UnsafePointer(product.a.start))
    for p in 0..<P { unsafe rows[p] += Int(product.shape.aOffsets.start[row &+ p]) }
    let b = unsafe UnsafePointer(product.b.start) + column
    var total = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    var leaf = 0
    while leaf &+ 4 <= leaves.count {
      total = unsafe sumOfFour(rows: rows, b: b, product.shape, leaves, first: leaf)
      join(&total, leaf: leaf &+ 3, height: 2, of: leaves)
      leaf &+= 4
    }
    while leaf < leaves.count {
      total = unsafe sum(rows: rows, b: b, product.shape, outer: leaves.images(of: leaf))
      join(&total, leaf: leaf, of: leaves)
      leaf &+= 1
    }
    finish(total, product, row: row, column: column)
  }

  /// The sum of four leaves, a node of the tree: small tiles stay in registers where one leaf at a time would be stored.
  ///
  /// Leaves follow each other, so that one address runs through all of them.
  ///
  /// - Precondition: ``StridedProduct/hasShortLeaves``.
  @unsafe @inlinable @inline(__always)
  static func sumOfFour<let P: Int, let Q: Int>(
    rows: InlineArray<P, UnsafePointer<Float>>, b: UnsafePointer<Float>, _ shape: ProductShape, _ leaves: LeafView,
    first: Int
  ) -> RegisterTile<P, Q> {
    let start = leaves.images(of: first).lowerBound
    var place = unsafe (a: start &* shape.outer.a, b: b + start &* shape.outer.b)
    var left: RegisterTile<P, Q> = unsafe sumLeaf(rows: rows, from: &place, shape, leaves.images(of: first).count)
    var right: RegisterTile<P, Q> = unsafe sumLeaf(
      rows: rows, from: &place, shape, leaves.images(of: first &+ 1).count)
    add(right, to: &left)
    right = unsafe sumLeaf(rows: rows, from: &place, shape, leaves.images(of: first &+ 2).count)
    add(unsafe sumLeaf(rows: rows, from: &place, shape, leaves.images(of: first &+ 3).count), to: &right)
    add(right, to: &left)
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
