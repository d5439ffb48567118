/// The part of a product that stays in registers: P rows of Q vectors.
///
/// `InlineArray` with value generics compiles to register-resident multiply-adds for the sizes that the
/// kernel sets choose; other sizes may fall to the stack, so look at the code before adding one.
public typealias RegisterTile<let P: Int, let Q: Int> = InlineArray<P, InlineArray<Q, Lanes>>

extension KernelSet {
  /// Computes P rows from `row` on and Q vectors of columns from `column` on, as far as the part goes.
  @inlinable @inline(__always)
  public static func computeTile<let P: Int, let Q: Int>(
    _: RegisterTile<P, Q>.Type, _ product: StridedProduct, _ part: ProductPart, row: Int, column: Int
  ) {
    var rows = unsafe InlineArray<P, UnsafePointer<Float>>(repeating: UnsafePointer(product.a.start))
    for p in 0..<P { unsafe rows[p] += Int(product.shape.aOffsets.start[row &+ p]) &+ part.aStart }
    let b = unsafe UnsafePointer(product.b.start) + (product.shape.panelOffset(ofColumn: column) &+ part.bStart)
    var total = RegisterTile<P, Q>(repeating: InlineArray(repeating: .zero))
    guard let leaves = product.leaves else {
      if part.begins, part.ends {
        // The usual case on a path of its own: where sums are short, each instruction around them takes its share of the time.
        total = unsafe sum(from: total, rows: rows, b: b, product.shape, part)
        if product.finish == .store { return store(total, product, row: row, column: column) }
        return finish(total, product, row: row, column: column)
      }
      if !part.begins { load(&total, product, row: row, column: column) }
      total = unsafe sum(from: total, rows: rows, b: b, product.shape, part)
      if part.ends {
        finish(total, product, row: row, column: column)
      } else {
        store(total, product, row: row, column: column)
      }
      return
    }
    let width = part.columns.count
    let place = (row &- part.rows.lowerBound) &* width &+ column &- part.columns.lowerBound
    let partial = unsafe leaves.partial + place
    if !part.begins { unsafe load(&total, from: partial, row: width) }
    total = unsafe sum(from: total, rows: rows, b: b, product.shape, part)
    guard part.ends else { return unsafe store(total, at: partial, row: width) }
    unsafe join(
      &total, leaf: part.leaf, of: leaves, sums: leaves.blocks + place, level: LeafView.blockFloats, row: width)
    if part.leaf &+ 1 == leaves.count { finish(total, product, row: row, column: column) }
  }

  /// The sum over a part, on top of what is there.
  ///
  /// Sums in a local tile, of which the optimiser sees that it never leaves the registers. The caller's tile may be in memory.
  @unsafe @inlinable @inline(__always)
  static func sum<let P: Int, let Q: Int>(
    from start: RegisterTile<P, Q>, rows: InlineArray<P, UnsafePointer<Float>>, b: UnsafePointer<Float>,
    _ shape: ProductShape, _ part: ProductPart
  ) -> RegisterTile<P, Q> {
    var tile = start
    var (outerA, outerB) = (0, 0)
    for _ in 0..<part.outerCount {
      var (innerA, innerB) = (outerA, outerB)
      for _ in 0..<part.innerCount {
        if part.depthCount == 3 {
          // Three taps of one channel are so few that a loop takes time itself: with a constant count it is unrolled.
          unsafe accumulate(
            &tile, rows: rows, from: innerA, b: b + innerB,
            over: .init(count: 3, a: shape.depth.a, b: shape.depth.b), panel: shape.panel)
        } else {
          unsafe accumulate(
            &tile, rows: rows, from: innerA, b: b + innerB,
            over: .init(count: part.depthCount, a: shape.depth.a, b: shape.depth.b), panel: shape.panel)
        }
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
    b: UnsafePointer<Float>, over depth: ProductShape.Loop, panel: Int = Lanes.width
  ) {
    var (a, b) = unsafe (start, b)
    for _ in 0..<depth.count {
      var vectors = InlineArray<Q, Lanes>(repeating: .zero)
      for q in 0..<Q { vectors[q] = unsafe Lanes(at: b + q &* panel) }
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
    store(tile, product, row: row, column: column)
  }

  /// Loads what an earlier part has stored of sums without leaves: in C, at the tile's own place.
  @inlinable @inline(__always)
  static func load<let P: Int, let Q: Int>(
    _ tile: inout RegisterTile<P, Q>, _ product: StridedProduct, row: Int, column: Int
  ) {
    for p in 0..<P {
      let source = unsafe product.c.start + (Int(product.shape.cOffsets.start[row &+ p]) &+ column)
      for q in 0..<Q { tile[p][q] = unsafe Lanes(at: source + q &* Lanes.width) }
    }
  }

  /// Stores a tile in C as it is.
  @inlinable @inline(__always)
  static func store<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>, _ product: StridedProduct, row: Int, column: Int
  ) {
    for p in 0..<P {
      let target = unsafe product.c.start + (Int(product.shape.cOffsets.start[row &+ p]) &+ column)
      for q in 0..<Q { unsafe tile[p][q].store(at: target + q &* Lanes.width) }
    }
  }

  /// Loads a tile whose rows are `row` floats apart.
  @unsafe @inlinable @inline(__always)
  static func load<let P: Int, let Q: Int>(
    _ tile: inout RegisterTile<P, Q>, from source: UnsafePointer<Float>, row: Int
  ) {
    for p in 0..<P {
      for q in 0..<Q { tile[p][q] = unsafe Lanes(at: source + (p &* row &+ q &* Lanes.width)) }
    }
  }

  /// Stores a tile whose rows are `row` floats apart.
  @unsafe @inlinable @inline(__always)
  static func store<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>, at target: UnsafeMutablePointer<Float>, row: Int
  ) {
    for p in 0..<P {
      for q in 0..<Q { unsafe tile[p][q].store(at: target + (p &* row &+ q &* Lanes.width)) }
    }
  }

  /// Covers a part's rows for Q vectors of columns with tiles of `P`, then `R`, then single rows.
  @inlinable @inline(__always)
  public static func coverRows<let P: Int, let R: Int, let Q: Int>(
    _ tall: RegisterTile<P, Q>.Type, _ low: RegisterTile<R, Q>.Type, _ product: StridedProduct, _ part: ProductPart,
    column: Int
  ) {
    coverRows(tall, low, RegisterTile<1, Q>.self, product, part, rows: part.rows, column: column)
  }

  /// Covers rows for Q vectors of columns with tiles of `P`, then `R`, then `S`.
  ///
  /// - Precondition: these fill the rows.
  @inlinable @inline(__always)
  public static func coverRows<let P: Int, let R: Int, let S: Int, let Q: Int>(
    _ tall: RegisterTile<P, Q>.Type, _ middle: RegisterTile<R, Q>.Type, _ low: RegisterTile<S, Q>.Type,
    _ product: StridedProduct, _ part: ProductPart, rows: Range<Int>, column: Int
  ) {
    var row = rows.lowerBound
    coverRows(tall, product, part, from: &row, to: rows.upperBound, column: column)
    coverRows(middle, product, part, from: &row, to: rows.upperBound, column: column)
    coverRows(low, product, part, from: &row, to: rows.upperBound, column: column)
  }

  /// Covers rows for Q vectors of columns with tiles of `P`.
  ///
  /// - Precondition: these fill the rows.
  @inlinable @inline(__always)
  public static func coverRows<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>.Type, _ product: StridedProduct, _ part: ProductPart, rows: Range<Int>, column: Int
  ) {
    var row = rows.lowerBound
    coverRows(tile, product, part, from: &row, to: rows.upperBound, column: column)
  }

  /// Covers rows from `row` on for as long as whole tiles fit.
  @inlinable @inline(__always)
  static func coverRows<let P: Int, let Q: Int>(
    _ tile: RegisterTile<P, Q>.Type, _ product: StridedProduct, _ part: ProductPart, from row: inout Int, to end: Int,
    column: Int
  ) {
    while row &+ P <= end {
      computeTile(tile, product, part, row: row, column: column)
      row &+= P
    }
  }
}
