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
    var total = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    if let leaves = product.leaves {
      for leaf in 0..<leaves.count {
        total = unsafe sum(rows: rows, b: b, product.shape, outer: leaves.images(of: leaf))
        join(&total, leaf: leaf, of: leaves)
      }
    } else {
      total = unsafe sum(rows: rows, b: b, product.shape, outer: 0..<product.shape.outer.count)
    }
    finish(total, product, row: row, column: column)
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
    let c = unsafe product.c.start + column
    let offsets = unsafe product.shape.cOffsets.start + row
    var tile = tile
    // Loops so short that the optimiser unrolls all of them, and the tile stays in the registers.
    switch product.finish {
    case .store: break
    case .accumulate:
      for p in 0..<P {
        let source = unsafe c + Int(offsets[p])
        for q in 0..<Q { tile[p][q] += unsafe Lanes(at: source + q &* Lanes.width) }
      }
    case .addBias, .addBiasAndRectify:
      for q in 0..<Q {
        let bias = unsafe Lanes(at: product.bias.start + (column &+ q &* Lanes.width))
        for p in 0..<P { tile[p][q] += bias }
      }
    }
    if product.finish == .addBiasAndRectify {
      for p in 0..<P {
        for q in 0..<Q { tile[p][q] = tile[p][q].rectified() }
      }
    }
    for p in 0..<P {
      let target = unsafe c + Int(offsets[p])
      for q in 0..<Q { unsafe tile[p][q].store(at: target + q &* Lanes.width) }
    }
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
