import Network

/// Max-pooling over windows side by side; rows and columns that fill no window are dropped.
struct ReferencePoolStep: ReferenceStep {
  private let inputCount: Int
  /// For each output, in the order row, column, channel, the places of its window in the input.
  private let windows: [[Int]]

  init(input shape: [Int], window: WindowSize) {
    let (rows, columns, channels) = (shape[0], shape[1], shape[2])
    inputCount = rows * columns * channels
    var windows: [[Int]] = []
    for top in 0..<rows / window.rows {
      for left in 0..<columns / window.columns {
        for channel in 0..<channels {
          windows.append(
            (0..<window.rows).flatMap { y in
              (0..<window.columns).map { x in
                ((top * window.rows + y) * columns + left * window.columns + x) * channels + channel
              }
            })
        }
      }
    }
    self.windows = windows
  }

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    windows.map { input[winner($0, input)] }
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    var gradient = Array(repeating: BoundedValue.zero, count: inputCount)
    for (window, value) in zip(windows, outputGradient) { gradient[winner(window, input)] += value }
    return gradient
  }

  /// The place of the first largest value.
  private func winner(_ window: [Int], _ input: [BoundedValue]) -> Int {
    var winner = window[0]
    for place in window where input[place].value > input[winner].value { winner = place }
    return winner
  }

  func kinkDistance(input: [BoundedValue]) -> Double {
    var distance = Double.infinity
    for window in windows {
      let best = winner(window, input)
      for place in window where place != best {
        // Two zeros that nothing moves tie for ever, and pass no gradient on.
        guard !(input[best].isConstantZero && input[place].isConstantZero) else { continue }
        let gap = input[best].value - input[place].value - input[best].bound - input[place].bound
        distance = min(distance, gap)
      }
    }
    return distance
  }
}
