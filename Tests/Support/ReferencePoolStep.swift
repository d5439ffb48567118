import Network

/// Maximum or mean of windows.
struct ReferencePoolStep: ReferenceStep {
  private let kind: Pooling2D.Kind
  private let inputCount: Int
  /// For each output of an image the places of its window in the input.
  private let windows: [[Int]]

  /// - Parameter pooling: of one image.
  init(_ kind: Pooling2D.Kind, _ pooling: ReferencePooling) {
    self.kind = kind
    inputCount = pooling.inputCount
    windows = pooling.windows.map { $0.map(\.place) }
  }

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    var output: [BoundedValue] = []
    forEachWindow(images: operands.images.count) { places, first in
      switch kind {
      case .maximum: output.append(input[winner(places, first, input)])
      case .average:
        var sum = BoundedValue.zero
        for place in places { sum += input[first + place] }
        output.append(sum / BoundedValue(Double(places.count)))
      }
    }
    return output
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    var gradient = Array(repeating: BoundedValue.zero, count: input.count)
    var output = 0
    forEachWindow(images: operands.images.count) { places, first in
      switch kind {
      case .maximum: gradient[winner(places, first, input)] += outputGradient[output]
      case .average:
        let share = outputGradient[output] / BoundedValue(Double(places.count))
        for place in places { gradient[first + place] += share }
      }
      output += 1
    }
    return gradient
  }

  func kinkDistance(input: [BoundedValue]) -> Double {
    guard kind == .maximum else { return .infinity }
    var distance = Double.infinity
    forEachWindow(images: input.count / inputCount) { places, first in
      let best = winner(places, first, input)
      for place in places where first + place != best {
        let other = input[first + place]
        // Two zeros that nothing moves tie for ever, and pass no gradient on.
        guard !(input[best].isConstantZero && other.isConstantZero) else { continue }
        distance = min(distance, input[best].value - other.value - input[best].bound - other.bound)
      }
    }
    return distance
  }

  /// Calls `body` with each window's places in its image, and with where the image begins.
  private func forEachWindow(images: Int, _ body: (_ places: [Int], _ first: Int) -> Void) {
    for image in 0..<images {
      for window in windows { body(window, image * inputCount) }
    }
  }

  /// The place of the first largest value.
  private func winner(_ places: [Int], _ first: Int, _ input: [BoundedValue]) -> Int {
    var winner = first + places[0]
    for place in places where input[first + place].value > input[winner].value { winner = first + place }
    return winner
  }
}
