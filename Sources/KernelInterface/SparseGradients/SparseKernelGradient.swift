public import CVectorMath

extension KernelSet {
  /// The kernel's gradient: R rows of V vectors of a channel's patch stay in registers while the channel's list of non-zero
  /// gradients streams by.
  ///
  /// A few images at a time, or some windows of a large one, whose input stays in the first-level cache while all channels
  /// pass over it; the sums of a leaf under way wait in memory meanwhile, which changes no bit.
  ///
  /// - Cost: 2 · patch · non-zero gradients flops, instead of 2 · patch · positions.
  /// - Measured: ``SparseGradient``.
  /// - Precondition: `kernelRows` is a multiple of R, `patchRow` of 16·V.
  @inlinable @inline(__always)
  public static func addSparseKernelGradient<let R: Int, let V: Int>(
    _ block: RegisterTile<R, V>.Type, _ gradient: SparseGradient
  ) {
    let (shape, leaves) = (gradient.shape, gradient.leaves)
    for leaf in 0..<leaves.count {
      let images = leaves.images(of: leaf)
      var first = images.lowerBound
      repeat {  // at least once: a leaf without images adds zeros
        let group = first..<min(first &+ shape.groupImages, images.upperBound)
        for window in stride(from: 0, to: shape.windows.count, by: shape.groupWindows) {
          let windows = window..<min(window &+ shape.groupWindows, shape.windows.count)
          let part = LeafPart(
            leaf: leaf, images: group, windows: windows,
            isFirst: first == images.lowerBound && window == 0,
            isLast: group.upperBound == images.upperBound && windows.upperBound == shape.windows.count)
          for channel in stride(from: 0, to: shape.channels, by: Lanes.width) {
            addChannels(block, gradient, part, channel: channel)
          }
        }
        first = group.upperBound
      } while first < images.upperBound
    }
  }

  /// One vector of channels.
  @inlinable @inline(__always)
  static func addChannels<let R: Int, let V: Int>(
    _ block: RegisterTile<R, V>.Type, _ gradient: SparseGradient, _ part: LeafPart, channel: Int
  ) {
    let shape = gradient.shape
    listByChannel(gradient, part, channel: channel)
    for lane in 0..<Lanes.width {
      for row in stride(from: 0, to: shape.kernelRows, by: R) {
        for first in stride(from: 0, to: shape.patchRow, by: V &* Lanes.width) {
          addBlock(
            block, gradient, part, lane: lane,
            input: part.images.lowerBound &* shape.inputCount &+ row &* shape.inputRow &+ first,
            kernel: (channel &+ lane) &* shape.patchCount &+ row &* shape.patchRow &+ first)
        }
      }
    }
  }

  /// Lists the gradients of sixteen channels, channel by channel, with the offsets of their winners in the part's input.
  ///
  /// A bit for each tells whether it is not zero. Sixteen windows at a time are transposed: to write lists lane by lane was a
  /// fifth of this kernel's time.
  @inlinable @inline(__always)
  static func listByChannel(_ gradient: SparseGradient, _ part: LeafPart, channel: Int) {
    let (shape, lists) = (gradient.shape, gradient.lists)
    let words = shape.entryRoom / 64
    unsafe lists.filled.update(repeating: 0, count: Lanes.width &* words)
    var entry = 0
    for image in part.images {
      for window in stride(from: part.windows.lowerBound, to: part.windows.upperBound, by: Lanes.width) {
        copyWindows(gradient, part, image: image, window: window, channel: channel)
        unsafe lockstep_transpose_block(
          lists.block, Lanes.width, lists.values + entry, shape.entryRoom)
        unsafe lockstep_transpose_block(
          lists.block + Lanes.width &* Lanes.width, Lanes.width, lists.offsets + entry, shape.entryRoom)
        for lane in 0..<Lanes.width {
          let bits = lockstep_filled_lanes(unsafe Lanes(at: lists.values + (lane &* shape.entryRoom &+ entry)))
          unsafe lists.filled[lane &* words &+ entry / 64] |= bits &<< UInt64(entry % 64)
        }
        entry &+= Lanes.width
      }
    }
  }

  /// Copies the gradients of up to sixteen windows, and the offsets of their winners; zeros for windows that are not there.
  @inlinable @inline(__always)
  static func copyWindows(_ gradient: SparseGradient, _ part: LeafPart, image: Int, window: Int, channel: Int) {
    let (shape, values) = unsafe (gradient.shape, gradient.lists.block)
    let offsets = unsafe values + Lanes.width &* Lanes.width
    let count = min(Lanes.width, part.windows.upperBound &- window)
    for number in 0..<count {
      let place = (image &* shape.windows.count &+ window &+ number) &* shape.channels &+ channel
      let start =
        unsafe (image &- part.images.lowerBound) &* shape.inputCount &+ Int(shape.windows.start[window &+ number])
      var offset = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: start))
      if let winners = gradient.winners {
        let position = unsafe Lanes(at: winners.start + place)
        for other in 1..<4 {
          offset.replace(
            with: Int32(truncatingIfNeeded: start &+ shape.positions[other]), where: position .== Float(other))
        }
      }
      unsafe Lanes(at: gradient.gradient.start + place).store(at: values + number &* Lanes.width)
      unsafe UnsafeMutableRawPointer(offsets + number &* Lanes.width).storeBytes(of: offset, as: SIMD16<Int32>.self)
    }
    for number in count..<Lanes.width { unsafe Lanes.zero.store(at: values + number &* Lanes.width) }
  }

  /// Adds a channel's list to a block of its gradient: the leaf's sum so far is taken from memory, and goes back there or,
  /// with the leaf's last part, joins the tree.
  @inlinable @inline(__always)
  static func addBlock<let R: Int, let V: Int>(
    _: RegisterTile<R, V>.Type, _ gradient: SparseGradient, _ part: LeafPart, lane: Int, input: Int,
    kernel: Int
  ) {
    let (shape, leaves) = (gradient.shape, gradient.leaves)
    let (level, sums) = unsafe (shape.channels &* shape.patchCount, gradient.lists.sums.start + kernel)
    let place = unsafe sums + part.leaf.nonzeroBitCount &* level
    let sum: RegisterTile<R, V> = unsafe sumEntries(
      gradient, part, lane: lane, input: UnsafePointer(gradient.input.start) + input, onto: part.isFirst ? nil : place)
    guard part.isLast else { return unsafe store(sum, at: place, row: shape.patchRow, accumulates: false) }
    var total = sum
    unsafe join(&total, leaf: part.leaf, of: leaves, sums: sums, level: level, row: shape.patchRow)
    guard part.leaf &+ 1 == leaves.count else { return }
    unsafe store(
      total, at: gradient.kernelGradient.start + kernel, row: shape.patchRow, accumulates: gradient.accumulates)
  }

  /// The sum over a list, onto a sum from memory or zero.
  @unsafe @inlinable @inline(__always)
  static func sumEntries<let R: Int, let V: Int>(
    _ gradient: SparseGradient, _ part: LeafPart, lane: Int, input: UnsafePointer<Float>,
    onto place: UnsafePointer<Float>?
  ) -> RegisterTile<R, V> {
    let shape = gradient.shape
    var tile = RegisterTile<R, V>(repeating: InlineArray(repeating: .zero))
    if let place = unsafe place {
      for r in 0..<R {
        for v in 0..<V { tile[r][v] = unsafe Lanes(at: place + (r &* shape.patchRow &+ v &* Lanes.width)) }
      }
    }
    let list = lane &* shape.entryRoom
    for word in 0..<(part.entryCount &+ 63) / 64 {
      var bits = unsafe gradient.lists.filled[list / 64 &+ word]
      while bits != 0 {
        let entry = list &+ 64 &* word &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        let value = unsafe Lanes(repeating: gradient.lists.values[entry])
        let patch = unsafe input + Int(gradient.lists.offsets[entry].bitPattern)
        for r in 0..<R {
          for v in 0..<V {
            let place = unsafe patch + (r &* shape.inputRow &+ v &* Lanes.width)
            tile[r][v] = unsafe multiplyAdd(value, Lanes(at: place), tile[r][v])
          }
        }
      }
    }
    return tile
  }

  @unsafe @inlinable @inline(__always)
  static func store<let R: Int, let V: Int>(
    _ tile: RegisterTile<R, V>, at target: UnsafeMutablePointer<Float>, row: Int, accumulates: Bool
  ) {
    for r in 0..<R {
      for v in 0..<V {
        let place = unsafe target + (r &* row &+ v &* Lanes.width)
        let sum = unsafe accumulates ? Lanes(at: place) + tile[r][v] : tile[r][v]
        unsafe sum.store(at: place)
      }
    }
  }
}

/// Some images of a leaf, and which of their windows.
@usableFromInline
struct LeafPart {
  @usableFromInline let leaf: Int
  @usableFromInline let images: Range<Int>
  @usableFromInline let windows: Range<Int>
  /// Whether the leaf begins and ends with them.
  @usableFromInline let isFirst: Bool
  @usableFromInline let isLast: Bool

  @inlinable
  init(leaf: Int, images: Range<Int>, windows: Range<Int>, isFirst: Bool, isLast: Bool) {
    self.leaf = leaf
    self.images = images
    self.windows = windows
    self.isFirst = isFirst
    self.isLast = isLast
  }

  /// The entries of a channel's list: for each image whole vectors of windows.
  @inlinable var entryCount: Int { images.count &* roundedUpToLanes(windows.count) }
}
