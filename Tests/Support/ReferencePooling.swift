/// Max-pooling over valid windows, by the definition; a tie goes to the first position.
///
/// - Shapes: input `[n, y, x, channel]`, output `[n, windowY, windowX, channel]`, row-major.
package struct ReferencePooling: Sendable {
  /// The range of n.
  package let images: Int
  /// The size of the input.
  package let (rows, columns, channels): (Int, Int, Int)
  /// The size of a window, and how far it moves.
  package let (windowRows, windowColumns): (Int, Int)
  package let (strideRows, strideColumns): (Int, Int)

  /// A pooling of `images` images.
  package init(
    images: Int, input: (rows: Int, columns: Int, channels: Int), window: (rows: Int, columns: Int),
    stride: (rows: Int, columns: Int)
  ) {
    self.images = images
    (rows, columns, channels) = input
    (windowRows, windowColumns) = window
    (strideRows, strideColumns) = stride
  }

  /// The floats of input and output.
  package var inputCount: Int { images * rows * columns * channels }
  package var outputCount: Int { images * windowTops.count * windowLefts.count * channels }

  /// The first row and the first column of each window that lies within the input.
  private var windowTops: [Int] { (0..<rows).filter { $0 % strideRows == 0 && $0 + windowRows <= rows } }
  private var windowLefts: [Int] { (0..<columns).filter { $0 % strideColumns == 0 && $0 + windowColumns <= columns } }

  /// For each output the places of its window in the input, row by row.
  private var windows: [[Int]] {
    var windows: [[Int]] = []
    for n in 0..<images {
      for top in windowTops {
        for left in windowLefts {
          for channel in 0..<channels {
            windows.append(
              (top..<top + windowRows).flatMap { y in
                (left..<left + windowColumns).map { x in ((n * rows + y) * columns + x) * channels + channel }
              })
          }
        }
      }
    }
    return windows
  }

  /// Each window's largest value, and which of its positions has it first.
  package func maxima(of input: [Float]) -> (values: [Float], positions: [Int]) {
    var (values, positions): ([Float], [Int]) = ([], [])
    for window in windows {
      var winner = 0
      for position in window.indices where Double(input[window[position]]) > Double(input[window[winner]]) {
        winner = position
      }
      values.append(input[window[winner]])
      positions.append(winner)
    }
    return (values, positions)
  }

  /// The gradient of the input: each output's gradient at the position that won, summed where windows overlap.
  package func inputGradient(positions: [Int], outputGradient: [Float]) -> [ReferenceSum] {
    var gradient = Array(repeating: ReferenceSum(), count: inputCount)
    for (output, window) in windows.enumerated() {
      gradient[window[positions[output]]].add(Double(outputGradient[output]))
    }
    return gradient
  }
}
