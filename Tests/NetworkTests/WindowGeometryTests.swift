import Network
import Testing

/// Where windows lie, against what Keras and TensorFlow say about padding.
struct WindowGeometryTests {
  @Test func validWindowsLieInside() {
    for (size, window, stride) in Self.cases where window <= size {
      let geometry = WindowGeometry(inputSize: size, windowSize: window, stride: stride, padding: .valid)
      #expect((geometry.paddingBefore, geometry.paddingAfter) == (0, 0))
      #expect(geometry.outputSize == stepCount(from: 0, through: size - window, by: stride))
    }
  }

  @Test func sameWindowsAreAsManyAsStridesRoundedUp() {
    for (size, window, stride) in Self.cases {
      let geometry = WindowGeometry(inputSize: size, windowSize: window, stride: stride, padding: .same)
      #expect(geometry.outputSize == (size + stride - 1) / stride)
      let total = max((geometry.outputSize - 1) * stride + window - size, 0)
      #expect(geometry.padding == total)
      #expect(geometry.paddingBefore == total / 2)
      #expect((0...1).contains(geometry.paddingAfter - geometry.paddingBefore))
      #expect(geometry.outputSize == (size - window + total) / stride + 1)
    }
  }

  /// The number of steps.
  private func stepCount(from start: Int, through end: Int, by step: Int) -> Int {
    Array(stride(from: start, through: end, by: step)).count
  }

  private static let cases = (1...9).flatMap { size in
    (1...11).flatMap { window in (1...4).map { stride in (size, window, stride) } }
  }
}
