extension KernelSet {
  /// The kernel's gradient, leaf by leaf and channel by channel: R rows of V vectors of the patch stay in registers while
  /// the channel's list streams by.
  ///
  /// - Cost: 2 · patch · non-zero gradients flops, instead of 2 · patch · positions.
  /// - Precondition: `kernelRows` is a multiple of R, `patchRow` of 16·V.
  @inlinable @inline(__always)
  public static func addSparseKernelGradient<let R: Int, let V: Int>(
    _ block: RegisterTile<R, V>.Type, _ gradient: SparseGradient
  ) {
    let shape = gradient.shape
    // Channel o's entries start at o · room; those of leaf l end where `ends` says: lists of all leaves, end to end.
    let room = gradient.leaves.imageCount &* shape.windows.count
    listByChannel(gradient, room: room)
    for channel in 0..<shape.channels {
      for row in stride(from: 0, to: shape.kernelRows, by: R) {
        for first in stride(from: 0, to: shape.patchRow, by: V &* Lanes.width) {
          addBlock(block, gradient, channel: channel, room: room, row: row, first: first)
        }
      }
    }
  }

  /// Lists each channel's non-zero gradients with the offset of their winner in the input, image by image.
  @inlinable @inline(__always)
  static func listByChannel(_ gradient: SparseGradient, room: Int) {
    let (shape, lists) = (gradient.shape, gradient.lists)
    for channel in 0..<shape.channels { unsafe lists.counts[channel] = channel &* room }
    for image in 0..<gradient.leaves.imageCount {
      for window in 0..<shape.windows.count {
        let values = unsafe gradient.gradient.start + (image &* shape.windows.count &+ window) &* shape.channels
        let winners = unsafe gradient.winners.start + (image &* shape.windows.count &+ window) &* shape.channels
        let start = unsafe image &* shape.inputCount &+ Int(shape.windows.start[window])
        for channel in 0..<shape.channels {
          let value = unsafe values[channel]
          let position = unsafe Int(Int32(winners[channel]))
          let end = unsafe lists.counts[channel]
          // Written always, counted only if it is not zero: no branch to mispredict.
          unsafe lists.entries[end] = GradientEntry(
            offset: Int32(truncatingIfNeeded: start &+ shape.positions[position]), value: value)
          unsafe lists.counts[channel] = end &+ (value != 0 ? 1 : 0)
        }
      }
    }
  }

  @inlinable @inline(__always)
  static func addBlock<let R: Int, let V: Int>(
    _: RegisterTile<R, V>.Type, _ gradient: SparseGradient, channel: Int, room: Int, row: Int, first: Int
  ) {
    let (shape, leaves) = (gradient.shape, gradient.leaves)
    var total = RegisterTile<R, V>(repeating: InlineArray(repeating: .zero))
    var (entry, waiting) = (channel &* room, 0)
    for leaf in 0..<leaves.count {
      total = sumEntries(
        gradient, from: &entry, to: unsafe gradient.lists.counts[channel],
        before: leaves.images(of: leaf).upperBound &* shape.inputCount, patch: row &* shape.inputRow &+ first)
      join(&total, leaf: leaf, of: leaves, waiting: &waiting)
    }
    for r in 0..<R {
      let target =
        unsafe gradient.kernelGradient.start
        + (channel &* shape.patchCount &+ (row &+ r) &* shape.patchRow &+ first)
      for v in 0..<V {
        let place = unsafe target + v &* Lanes.width
        let sum = unsafe gradient.accumulates ? Lanes(at: place) + total[r][v] : total[r][v]
        unsafe sum.store(at: place)
      }
    }
  }

  /// The sum over a channel's entries from `entry` on whose offset is less than `limit`: those of one leaf, as offsets
  /// grow from image to image.
  @inlinable @inline(__always)
  static func sumEntries<let R: Int, let V: Int>(
    _ gradient: SparseGradient, from entry: inout Int, to end: Int, before limit: Int, patch: Int
  ) -> RegisterTile<R, V> {
    var tile = RegisterTile<R, V>(repeating: InlineArray(repeating: .zero))
    let input = unsafe UnsafePointer(gradient.input.start) + patch
    while entry < end {
      let next = unsafe gradient.lists.entries[entry]
      guard Int(next.offset) < limit else { break }
      let value = Lanes(repeating: next.value)
      for r in 0..<R {
        let row = unsafe input + (Int(next.offset) &+ r &* gradient.shape.inputRow)
        for v in 0..<V { tile[r][v] = unsafe multiplyAdd(value, Lanes(at: row + v &* Lanes.width), tile[r][v]) }
      }
      entry &+= 1
    }
    return tile
  }
}
