extension KernelSet {
  /// The input's gradient, window by window and position by position: R rows of V vectors of the patch stay in registers
  /// while the channels whose winner that position is stream by.
  ///
  /// - Precondition: `kernelRows` is a multiple of R, `patchRow` of 16·V.
  @inlinable @inline(__always)
  public static func spreadSparseInputGradient<let R: Int, let V: Int>(
    _ block: RegisterTile<R, V>.Type, _ gradient: SparseGradient
  ) {
    guard let target = gradient.inputGradient else { return }
    let shape = gradient.shape
    unsafe target.start.update(repeating: 0, count: gradient.leaves.imageCount &* shape.inputCount)
    for image in 0..<gradient.leaves.imageCount {
      for window in 0..<shape.windows.count {
        listByPosition(gradient, window: image &* shape.windows.count &+ window)
        let start = unsafe image &* shape.inputCount &+ Int(shape.windows.start[window])
        for position in 0..<4 {
          for row in stride(from: 0, to: shape.kernelRows, by: R) {
            for first in stride(from: 0, to: shape.patchRow, by: V &* Lanes.width) {
              spreadBlock(
                block, gradient, position, row: row, first: first, target: target,
                offset: start &+ shape.positions[position])
            }
          }
        }
      }
    }
  }

  /// Lists the channels of one window with a non-zero gradient, by the position of their winner.
  @inlinable @inline(__always)
  static func listByPosition(_ gradient: SparseGradient, window: Int) {
    let (shape, lists) = (gradient.shape, gradient.lists)
    let values = unsafe gradient.gradient.start + window &* shape.channels
    let winners = unsafe gradient.winners.start + window &* shape.channels
    for position in 0..<4 { unsafe lists.counts[position] = position &* shape.channels }
    for channel in 0..<shape.channels {
      let value = unsafe values[channel]
      let position = unsafe Int(Int32(winners[channel]))
      let end = unsafe lists.counts[position]
      unsafe lists.entries[end] = GradientEntry(
        offset: Int32(truncatingIfNeeded: channel &* shape.patchCount), value: value)
      unsafe lists.counts[position] = end &+ (value != 0 ? 1 : 0)
    }
  }

  @inlinable @inline(__always)
  static func spreadBlock<let R: Int, let V: Int>(
    _: RegisterTile<R, V>.Type, _ gradient: SparseGradient, _ position: Int, row: Int, first: Int, target: FloatView,
    offset: Int
  ) {
    let (shape, lists) = (gradient.shape, gradient.lists)
    var entry = position &* shape.channels
    let end = unsafe lists.counts[position]
    guard entry < end else { return }
    var tile = RegisterTile<R, V>(repeating: InlineArray(repeating: .zero))
    let kernel = unsafe UnsafePointer(gradient.kernel.start) + (row &* shape.patchRow &+ first)
    while entry < end {
      let next = unsafe lists.entries[entry]
      let value = Lanes(repeating: next.value)
      let patch = unsafe kernel + Int(next.offset)
      for r in 0..<R {
        for v in 0..<V {
          let weights = unsafe Lanes(at: patch + (r &* shape.patchRow &+ v &* Lanes.width))
          tile[r][v] = multiplyAdd(value, weights, tile[r][v])
        }
      }
      entry &+= 1
    }
    for r in 0..<R {
      let place = unsafe target.start + (offset &+ (row &+ r) &* shape.inputRow &+ first)
      for v in 0..<V {
        unsafe (Lanes(at: place + v &* Lanes.width) + tile[r][v]).store(at: place + v &* Lanes.width)
      }
    }
  }
}
