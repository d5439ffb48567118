public import CVectorMath

extension KernelSet {
  /// The input's gradient, some windows of an image at a time and kernel row by kernel row: V vectors of a patch's row stay in
  /// registers while the channels whose winner a position is stream by.
  ///
  /// Kernel rows run outside, because one row of all channels fits the first-level cache and the whole kernel does not: its
  /// loads from the second level took twice the time of the multiply-adds. The positions of
  /// ``SparseGradient/Shape/windowsAtOnce`` windows come by the number of their winners, equal ones in the formula's order: the
  /// processor foresees the end of a loop that was as long the last time. So the order of a sum depends on the gradients, and on
  /// V, which all sets share.
  ///
  /// - Cost: 2 · patch · non-zero gradients flops, instead of 2 · patch · positions.
  /// - Measured: ``SparseGradient``.
  /// - Precondition: `patchRow` is a multiple of 16·V.
  /// - Parameter inPairs: whether there are registers for two positions at once: six sums alone do not hide how long a
  ///   multiply-add takes.
  @inlinable @inline(__always)
  public static func spreadSparseInputGradient<let V: Int>(
    _ block: RegisterTile<1, V>.Type, _ gradient: SparseGradient, inPairs: Bool
  ) {
    guard let target = gradient.inputGradient, let winners = gradient.winners else { return }
    let shape = gradient.shape
    unsafe target.start.update(repeating: 0, count: gradient.leaves.imageCount &* shape.inputCount)
    for image in 0..<gradient.leaves.imageCount {
      for start in stride(from: 0, to: shape.windows.count, by: SparseGradient.Shape.windowsAtOnce) {
        let windows = start..<min(start &+ SparseGradient.Shape.windowsAtOnce, shape.windows.count)
        listWinners(gradient, winners, image: image, windows: windows)
        let count = orderPositions(gradient, windows)
        for row in 0..<shape.kernelRows {
          for first in stride(from: 0, to: shape.patchRow, by: V &* Lanes.width) {
            let part = PatchPart(image: image, window: start, row: row, column: first)
            spreadRow(block, gradient, part, count: count, target: target, inPairs: inPairs)
          }
        }
      }
    }
  }

  /// Writes which channels have a gradient at each position of some windows: a bit for each, in words of 64.
  ///
  /// Counts them too, and how many positions have so many.
  @inlinable @inline(__always)
  static func listWinners(_ gradient: SparseGradient, _ winners: FloatView, image: Int, windows: Range<Int>) {
    let (shape, lists) = (gradient.shape, gradient.lists)
    let words = shape.winnerWords
    unsafe lists.starts.update(repeating: 0, count: shape.channels &+ 1)
    for window in windows {
      let source = (image &* shape.windows.count &+ window) &* shape.channels
      let number = (window &- windows.lowerBound) &* 4
      var counts = InlineArray<4, Int>(repeating: 0)
      for word in 0..<words {
        var bits = InlineArray<4, UInt64>(repeating: 0)
        let first = word &* 64
        for channel in stride(from: first, to: min(first &+ 64, shape.channels), by: Lanes.width) {
          let values = unsafe Lanes(at: gradient.gradient.start + (source &+ channel))
          let winners = unsafe Lanes(at: winners.start + (source &+ channel))
          for position in 0..<4 {
            bits[position] |= lockstep_winning_lanes(values, winners, Float(position)) &<< UInt64(channel &- first)
          }
        }
        for position in 0..<4 {
          unsafe lists.winners[(number &+ position) &* words &+ word] = bits[position]
          counts[position] &+= bits[position].nonzeroBitCount
        }
      }
      for position in 0..<4 {
        unsafe lists.counts[number &+ position] = Int32(truncatingIfNeeded: counts[position])
        unsafe lists.starts[counts[position]] &+= 1
      }
    }
  }

  /// Orders positions by the number of their winners (a counting sort); returns how many have any.
  @inlinable @inline(__always)
  static func orderPositions(_ gradient: SparseGradient, _ windows: Range<Int>) -> Int {
    let (shape, lists) = (gradient.shape, gradient.lists)
    // Those without any go behind all others, where nobody reads them: no branch to mispredict.
    var start: Int32 = 0
    for count in 1...shape.channels {
      let number = unsafe lists.starts[count]
      unsafe lists.starts[count] = start
      start &+= number
    }
    unsafe lists.starts[0] = start
    for window in windows {
      let offset = unsafe Int(shape.windows.start[window])
      for position in 0..<4 {
        let number = (window &- windows.lowerBound) &* 4 &+ position
        let count = unsafe Int(lists.counts[number])
        let next = unsafe Int(lists.starts[count])
        unsafe lists.order[next] = OrderedPosition(
          number: Int32(truncatingIfNeeded: number),
          offset: Int32(truncatingIfNeeded: offset &+ shape.positions[position]))
        unsafe lists.starts[count] &+= 1
      }
    }
    return Int(start)
  }

  /// A part of the patches of all ordered positions.
  @inlinable @inline(__always)
  static func spreadRow<let V: Int>(
    _: RegisterTile<1, V>.Type, _ gradient: SparseGradient, _ part: PatchPart, count: Int, target: FloatView,
    inPairs: Bool
  ) {
    let (shape, order) = unsafe (gradient.shape, gradient.lists.order)
    let target =
      unsafe target.start + (part.image &* shape.inputCount &+ part.row &* shape.inputRow &+ part.column)
    var number = 0
    while inPairs, number &+ 1 < count {
      let pair = unsafe (order[number], order[number &+ 1])
      var sums = RegisterTile<2, V>(repeating: InlineArray(repeating: .zero))
      addWinners(&sums, gradient, part, pair.0, pair.1)
      unsafe store([sums[0]], at: target + Int(pair.0.offset), row: 0, accumulates: true)
      unsafe store([sums[1]], at: target + Int(pair.1.offset), row: 0, accumulates: true)
      number &+= 2
    }
    while number < count {
      let position = unsafe order[number]
      var sum = InlineArray<V, Lanes>(repeating: .zero)
      for word in 0..<shape.winnerWords {
        var winners = WinnerWord(gradient, part, position, word: word)
        while winners.bits != 0 { addWinner(&sum, &winners) }
      }
      unsafe store([sum], at: target + Int(position.offset), row: 0, accumulates: true)
      number &+= 1
    }
  }

  /// For two positions the sums over the channels that have a gradient there: both while both have more, then each alone.
  @inlinable @inline(__always)
  static func addWinners<let V: Int>(
    _ sums: inout RegisterTile<2, V>, _ gradient: SparseGradient, _ part: PatchPart, _ first: OrderedPosition,
    _ second: OrderedPosition
  ) {
    for word in 0..<gradient.shape.winnerWords {
      var one = WinnerWord(gradient, part, first, word: word)
      var other = WinnerWord(gradient, part, second, word: word)
      while one.bits != 0, other.bits != 0 {
        addWinner(&sums[0], &one)
        addWinner(&sums[1], &other)
      }
      while one.bits != 0 { addWinner(&sums[0], &one) }
      while other.bits != 0 { addWinner(&sums[1], &other) }
    }
  }

  /// Adds the channel of the lowest bit, and clears that.
  @inlinable @inline(__always)
  static func addWinner<let V: Int>(_ sum: inout InlineArray<V, Lanes>, _ winners: inout WinnerWord) {
    let channel = winners.bits.trailingZeroBitCount
    winners.bits &= winners.bits &- 1
    let value = unsafe Lanes(repeating: winners.values[channel])
    let weights = unsafe winners.kernel + channel &* winners.patch
    for v in 0..<V { sum[v] = unsafe multiplyAdd(value, Lanes(at: weights + v &* Lanes.width), sum[v]) }
  }
}

/// Up to 64 channels that have a gradient at one position.
@usableFromInline @safe
struct WinnerWord {
  @usableFromInline var bits: UInt64
  /// The gradients of the 64 channels.
  @usableFromInline let values: UnsafePointer<Float>
  /// The part of their kernels that is being multiplied, `patch` floats from channel to channel.
  @usableFromInline let kernel: UnsafePointer<Float>
  @usableFromInline let patch: Int

  @inlinable @inline(__always)
  init(_ gradient: SparseGradient, _ part: PatchPart, _ position: OrderedPosition, word: Int) {
    let shape = gradient.shape
    let number = Int(position.number)
    let window = part.image &* shape.windows.count &+ part.window &+ number &>> 2
    unsafe bits = gradient.lists.winners[number &* shape.winnerWords &+ word]
    unsafe values = UnsafePointer(gradient.gradient.start) + (window &* shape.channels &+ 64 &* word)
    unsafe kernel =
      UnsafePointer(gradient.kernel.start)
      + (64 &* word &* shape.patchCount &+ part.row &* shape.patchRow &+ part.column)
    patch = shape.patchCount
  }
}

/// A part of one row of the patches of some windows.
@usableFromInline
struct PatchPart {
  @usableFromInline let image: Int
  /// The first of the windows.
  @usableFromInline let window: Int
  @usableFromInline let row: Int
  @usableFromInline let column: Int

  @inlinable
  init(image: Int, window: Int, row: Int, column: Int) {
    self.image = image
    self.window = window
    self.row = row
    self.column = column
  }
}
