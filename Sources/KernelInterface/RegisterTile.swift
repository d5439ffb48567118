/// The part of a product that stays in registers: P rows of Q vectors.
///
/// `InlineArray` with value generics compiles to register-resident multiply-adds for the sizes that the
/// kernel sets choose; other sizes may fall to the stack, so look at the code before adding one.
public typealias RegisterTile<let P: Int, let Q: Int> = InlineArray<P, InlineArray<Q, Lanes>>

extension KernelSet {
  /// Computes P rows from `row` on and Q vectors of columns from `column` on, and stores them.
  @inlinable @inline(__always)
  static func computeTile<let P: Int, let Q: Int>(
    _: RegisterTile<P, Q>.Type, _ product: StridedProduct, row: Int, column: Int
  ) {
    var rows = unsafe InlineArray<P, UnsafePointer<Float>>(repeating: UnsafePointer(product.a.start))
    for p in 0..<P { unsafe rows[p] += Int(product.shape.aOffsets.start[row &+ p]) }
    let b = unsafe UnsafePointer(product.b.start) + column
    guard let leaves = product.leaves else {
      let tile: RegisterTile<P, Q> = unsafe sum(
        rows: rows, b: b, product.shape, outer: 0..<product.shape.outer.count)
      return finish(tile, product, row: row, column: column)
    }
    var total = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    var leaf = 0
    let areShort = product.hasShortLeaves
    while areShort, leaf &+ 4 <= leaves.count {
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

  /// The sum over a part of the outer loop.
  ///
  /// A tile of its own, so that the optimiser sees that it never leaves the registers; the caller's may.
  @unsafe @inlinable @inline(__always)
  static func sum<let P: Int, let Q: Int>(
    rows: InlineArray<P, UnsafePointer<Float>>, b: UnsafePointer<Float>, _ shape: ProductShape, outer: Range<Int>
  ) -> RegisterTile<P, Q> {
    var tile = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    // Where the outer loop is all there is, it becomes the innermost one: the same order, less work around it.
    let isFlat = shape.inner.count == 1 && shape.depth.count == 1
    let depth = isFlat ? ProductShape.Loop(count: outer.count, a: shape.outer.a, b: shape.outer.b) : shape.depth
    var (outerA, outerB) = (outer.lowerBound &* shape.outer.a, outer.lowerBound &* shape.outer.b)
    for _ in 0..<(isFlat ? 1 : outer.count) {
      var (innerA, innerB) = (outerA, outerB)
      for _ in 0..<shape.inner.count {
        unsafe accumulate(&tile, rows: rows, from: innerA, b: b + innerB, over: depth)
        innerA &+= shape.inner.a
        innerB &+= shape.inner.b
      }
      outerA &+= shape.outer.a
      outerB &+= shape.outer.b
    }
    return tile
  }

  /// Adds the innermost level of the sum to the tile: per step Q vector loads, P broadcasts, P·Q multiply-adds.
  @unsafe @inlinable @inline(__always)
  static func accumulate<let P: Int, let Q: Int>(
    _ tile: inout RegisterTile<P, Q>, rows: InlineArray<P, UnsafePointer<Float>>, from start: Int,
    b: UnsafePointer<Float>, over depth: ProductShape.Loop
  ) {
    var (a, b) = unsafe (start, b)
    for _ in 0..<depth.count {
      var vectors = InlineArray<Q, Lanes>(repeating: .zero)
      for q in 0..<Q { vectors[q] = unsafe Lanes(at: b + q &* Lanes.width) }
      for p in 0..<P {
        let scalar = unsafe Lanes(repeating: rows[p][a])
        for q in 0..<Q { tile[p][q] = multiplyAdd(scalar, vectors[q], tile[p][q]) }
      }
      a &+= depth.a
      unsafe b += depth.b
    }
  }

  /// Stores a tile as the product's `finish` says.
  @inlinable @inline(__always)
  static func finish<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>, _ product: StridedProduct, row: Int, column: Int
  ) {
    // A loop for each case, so short that it is unrolled: the tile then goes from registers straight to its place.
    switch product.finish {
    case .store:
      for p in 0..<P {
        let c = unsafe target(of: product, row: row &+ p) + column
        for q in 0..<Q { unsafe tile[p][q].store(at: c + q &* Lanes.width) }
      }
    case .accumulate:
      for p in 0..<P {
        let c = unsafe target(of: product, row: row &+ p) + column
        for q in 0..<Q { unsafe (Lanes(at: c + q &* Lanes.width) + tile[p][q]).store(at: c + q &* Lanes.width) }
      }
    case .addBias:
      let bias = unsafe product.bias.start + column
      for p in 0..<P {
        let c = unsafe target(of: product, row: row &+ p) + column
        for q in 0..<Q { unsafe (tile[p][q] + Lanes(at: bias + q &* Lanes.width)).store(at: c + q &* Lanes.width) }
      }
    case .addBiasAndRectify:
      let bias = unsafe product.bias.start + column
      for p in 0..<P {
        let c = unsafe target(of: product, row: row &+ p) + column
        for q in 0..<Q {
          unsafe (tile[p][q] + Lanes(at: bias + q &* Lanes.width)).rectified().store(at: c + q &* Lanes.width)
        }
      }
    }
  }

  /// Where a row of the product goes.
  @unsafe @inlinable @inline(__always)
  static func target(of product: StridedProduct, row: Int) -> UnsafeMutablePointer<Float> {
    unsafe product.c.start + Int(product.shape.cOffsets.start[row])
  }

  /// Covers all rows for Q vectors of columns with tiles of `P`, then `R`, then single rows.
  @inlinable @inline(__always)
  public static func coverRows<let P: Int, let R: Int, let Q: Int>(
    _ tall: RegisterTile<P, Q>.Type, _ low: RegisterTile<R, Q>.Type, _ product: StridedProduct, column: Int
  ) {
    var row = 0
    coverRows(tall, product, from: &row, column: column)
    coverRows(low, product, from: &row, column: column)
    coverRows(RegisterTile<1, Q>.self, product, from: &row, column: column)
  }

  /// Covers all rows for Q vectors of columns with tiles of `P`, then `R`, then `S`, then single rows.
  @inlinable @inline(__always)
  public static func coverRows<let P: Int, let R: Int, let S: Int, let Q: Int>(
    _ tall: RegisterTile<P, Q>.Type, _ middle: RegisterTile<R, Q>.Type, _ low: RegisterTile<S, Q>.Type,
    _ product: StridedProduct, column: Int
  ) {
    var row = 0
    coverRows(tall, product, from: &row, column: column)
    coverRows(middle, product, from: &row, column: column)
    coverRows(low, product, from: &row, column: column)
    coverRows(RegisterTile<1, Q>.self, product, from: &row, column: column)
  }

  /// Covers rows from `row` on for as long as whole tiles fit.
  @inlinable @inline(__always)
  static func coverRows<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>.Type, _ product: StridedProduct, from row: inout Int, column: Int
  ) {
    while row &+ P <= product.shape.rows {
      computeTile(tile, product, row: row, column: column)
      row &+= P
    }
  }
}
