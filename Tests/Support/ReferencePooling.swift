/// Pooling by the definition, over windows that may reach beyond the edge: what lies there is left out.
///
/// - Shapes: input `[n, y, x, channel]`, output `[n, windowY, windowX, channel]`, row-major.
/// - A tie goes to the first position; positions are numbered row by row, those beyond the edge too.
package struct ReferencePooling: Sendable {
  /// The range of n.
  package let images: Int
  /// The size of the input.
  package let (rows, columns, channels): (Int, Int, Int)
  /// The size of a window, and how far it moves.
  package let (windowRows, windowColumns): (Int, Int)
  package let (strideRows, strideColumns): (Int, Int)
  /// How far the first window reaches beyond the upper and the left edge.
  package let padding: (top: Int, left: Int)
  /// The number of windows from top to bottom and from left to right.
  package let (outputRows, outputColumns): (Int, Int)

  /// A pooling of `images` images.
  ///
  /// - Parameter output: the number of windows; nil for those that lie within the input.
  package init(
    images: Int, input: (rows: Int, columns: Int, channels: Int), window: (rows: Int, columns: Int),
    stride: (rows: Int, columns: Int), padding: (top: Int, left: Int) = (0, 0), output: (rows: Int, columns: Int)? = nil
  ) {
    self.images = images
    (rows, columns, channels) = input
    (windowRows, windowColumns) = window
    (strideRows, strideColumns) = stride
    self.padding = padding
    (outputRows, outputColumns) =
      output ?? ((input.rows - window.rows) / stride.rows + 1, (input.columns - window.columns) / stride.columns + 1)
  }

  /// The floats of input and output.
  package var inputCount: Int { images * rows * columns * channels }
  package var outputCount: Int { images * outputRows * outputColumns * channels }

  /// A position of a window that lies within the input.
  package struct Position: Sendable {
    /// Its number in the window.
    package let number: Int
    /// Its place in the input.
    package let place: Int
  }

  /// For each output the positions of its window, row by row.
  package var windows: [[Position]] {
    var windows: [[Position]] = []
    windows.reserveCapacity(outputCount)
    for n in 0..<images {
      for y in 0..<outputRows {
        for x in 0..<outputColumns {
          for channel in 0..<channels { windows.append(window(n: n, y: y, x: x, channel: channel)) }
        }
      }
    }
    return windows
  }

  private func window(n: Int, y: Int, x: Int, channel: Int) -> [Position] {
    (0..<windowRows * windowColumns).compactMap { number in
      let row = y * strideRows + number / windowColumns - padding.top
      let column = x * strideColumns + number % windowColumns - padding.left
      guard (0..<rows).contains(row), (0..<columns).contains(column) else { return nil }
      return Position(number: number, place: ((n * rows + row) * columns + column) * channels + channel)
    }
  }

  /// Each window's largest value, and the number of its first position that has it.
  package func maxima(of input: [Float]) -> (values: [Float], positions: [Int]) {
    var (values, positions): ([Float], [Int]) = ([], [])
    for window in windows {
      var winner = window[0]
      for position in window where Double(input[position.place]) > Double(input[winner.place]) { winner = position }
      values.append(input[winner.place])
      positions.append(winner.number)
    }
    return (values, positions)
  }

  /// Each window's sum, and the number of its terms.
  package func sums(of input: [Float]) -> [(sum: ReferenceSum, count: Int)] {
    windows.map { window in
      var sum = ReferenceSum()
      for position in window { sum.add(Double(input[position.place])) }
      return (sum, window.count)
    }
  }

  /// The gradient of the input of maxima: each output's gradient at the position that won, summed where windows overlap.
  package func inputGradient(positions: [Int], outputGradient: [Float]) -> [ReferenceSum] {
    var gradient = Array(repeating: ReferenceSum(), count: inputCount)
    for (output, window) in windows.enumerated() {
      for position in window where position.number == positions[output] {
        gradient[position.place].add(Double(outputGradient[output]))
      }
    }
    return gradient
  }

  /// The gradient of the input of means: a share of each output's gradient, rounded to Float, at each position of its window.
  package func inputGradient(ofMeans outputGradient: [Float]) -> [ReferenceSum] {
    var gradient = Array(repeating: ReferenceSum(), count: inputCount)
    for (output, window) in windows.enumerated() {
      let share = Double(outputGradient[output] / Float(window.count))
      for position in window { gradient[position.place].add(share) }
    }
    return gradient
  }
}
