public import CVectorMath

extension KernelSet {
  /// The input's gradient, image by image and kernel row by kernel row: V vectors of a patch's row stay in registers while the
  /// channels whose winner a position is stream by.
  ///
  /// Kernel rows run outside, because one row of all channels fits the first-level cache and the whole kernel does not: its
  /// loads from the second level took twice the time of the multiply-adds.
  ///
  /// - Cost: 2 · patch · non-zero gradients flops, instead of 2 · patch · positions.
  /// - Measured (one Zen 4 core, AVX-512): with the kernel's gradient 24.6 µs an image for lab-003's second layer: 363
  ///   dense-equivalent GFLOP/s.
  /// - Precondition: `patchRow` is a multiple of 16·V.
  @inlinable @inline(__always)
  public static func spreadSparseInputGradient<let V: Int>(
    _ block: RegisterTile<1, V>.Type, _ gradient: SparseGradient
  ) {
    guard let target = gradient.inputGradient, let winners = gradient.winners else { return }
    let shape = gradient.shape
    unsafe target.start.update(repeating: 0, count: gradient.leaves.imageCount &* shape.inputCount)
    for image in 0..<gradient.leaves.imageCount {
      listWinners(gradient, winners, image: image)
      for row in 0..<shape.kernelRows {
        for first in stride(from: 0, to: shape.patchRow, by: V &* Lanes.width) {
          spreadRow(block, gradient, image: image, row: row, first: first, target: target)
        }
      }
    }
  }

  /// Writes for each window and position of an image which channels have a gradient there: a bit for each, in words of 64.
  @inlinable @inline(__always)
  static func listWinners(_ gradient: SparseGradient, _ winners: FloatView, image: Int) {
    let shape = gradient.shape
    let words = shape.winnerWords
    for window in 0..<shape.windows.count {
      let place = (image &* shape.windows.count &+ window) &* shape.channels
      for word in 0..<words {
        var bits = InlineArray<4, UInt64>(repeating: 0)
        let first = word &* 64
        for channel in stride(from: first, to: min(first &+ 64, shape.channels), by: Lanes.width) {
          let values = unsafe Lanes(at: gradient.gradient.start + (place &+ channel))
          let winners = unsafe Lanes(at: winners.start + (place &+ channel))
          for position in 0..<4 {
            bits[position] |= lockstep_winning_lanes(values, winners, Float(position)) &<< UInt64(channel &- first)
          }
        }
        for position in 0..<4 {
          unsafe gradient.lists.winners[(window &* 4 &+ position) &* words &+ word] = bits[position]
        }
      }
    }
  }

  /// One row of the patches of all windows and positions of an image.
  @inlinable @inline(__always)
  static func spreadRow<let V: Int>(
    _ block: RegisterTile<1, V>.Type, _ gradient: SparseGradient, image: Int, row: Int, first: Int, target: FloatView
  ) {
    let shape = gradient.shape
    let kernel = unsafe UnsafePointer(gradient.kernel.start) + (row &* shape.patchRow &+ first)
    let images = unsafe target.start + (image &* shape.inputCount &+ row &* shape.inputRow &+ first)
    for window in 0..<shape.windows.count {
      let values =
        unsafe UnsafePointer(gradient.gradient.start)
        + (image &* shape.windows.count &+ window) &* shape.channels
      let start = unsafe images + Int(shape.windows.start[window])
      for position in 0..<4 {
        let tile: RegisterTile<1, V> = unsafe sumWinners(
          gradient, place: window &* 4 &+ position, values: values, kernel: kernel)
        let place = unsafe start + shape.positions[position]
        for v in 0..<V {
          unsafe (Lanes(at: place + v &* Lanes.width) + tile[0][v]).store(at: place + v &* Lanes.width)
        }
      }
    }
  }

  /// The sum over the channels that have a gradient at one position of one window.
  @unsafe @inlinable @inline(__always)
  static func sumWinners<let V: Int>(
    _ gradient: SparseGradient, place: Int, values: UnsafePointer<Float>, kernel: UnsafePointer<Float>
  ) -> RegisterTile<1, V> {
    var tile = RegisterTile<1, V>(repeating: InlineArray(repeating: .zero))
    let (words, patch) = (gradient.shape.winnerWords, gradient.shape.patchCount)
    for word in 0..<words {
      var bits = unsafe gradient.lists.winners[place &* words &+ word]
      while bits != 0 {
        let channel = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        let value = unsafe Lanes(repeating: values[channel])
        let weights = unsafe kernel + channel &* patch
        for v in 0..<V {
          tile[0][v] = unsafe multiplyAdd(value, Lanes(at: weights + v &* Lanes.width), tile[0][v])
        }
      }
    }
    return tile
  }
}
