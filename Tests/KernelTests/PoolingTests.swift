import KernelInterface
import Kernels
import Support
import Testing

@Suite("Pooling")
struct PoolingTests {
  @Test("maxima and positions, with many ties", arguments: KernelRegistry.all, PoolingCase.all)
  func maxima(entry: KernelRegistry.Entry, pooling: PoolingCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 5)
    let count = pooling.reference.inputCount
    // Of values in −1…1 nearly every window has several largest ones; −0 and 0 tie as well.
    let ties = generator.smallIntegers(count, in: -1...1).map { $0 == 0 && Bool.random(using: &generator) ? -$0 : $0 }
    for input in [ties, generator.floats(count), Array(repeating: -2, count: count)] {
      let expected = pooling.reference.maxima(of: input)
      let found = pooling.maxima(by: kernels, input: input)
      #expect(firstDifference(found.values, from: expected.values) == nil, "\(kernels.name), \(pooling.name)")
      let positions = expected.positions.map(Float.init)
      #expect(firstDifference(found.positions, from: positions) == nil, "\(kernels.name), \(pooling.name)")
    }
  }

  @Test("the gradient goes to the first largest value", arguments: KernelRegistry.all, PoolingCase.all)
  func gradientOfMaxima(entry: KernelRegistry.Entry, pooling: PoolingCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 6)
    let input = generator.floats(pooling.reference.inputCount)
    let positions = pooling.reference.maxima(of: input).positions
    expectGradient(pooling, kernels, positions: positions) {
      pooling.reference.inputGradient(positions: positions, outputGradient: $0)
    }
  }

  @Test("means of what lies within the input", arguments: KernelRegistry.all, PoolingCase.all)
  func means(entry: KernelRegistry.Entry, pooling: PoolingCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 7)
    let count = pooling.reference.inputCount
    // Sums of whole numbers are exact: their quotient is rounded once.
    let integers = generator.smallIntegers(count)
    let quotients = pooling.reference.sums(of: integers).map { Float($0.sum.value) / Float($0.count) }
    let found = pooling.means(by: kernels, input: integers)
    #expect(firstDifference(found, from: quotients) == nil, "\(kernels.name), \(pooling.name)")
    let fractions = generator.floats(count)
    let expected = pooling.reference.sums(of: fractions).map { sum, count in
      let mean = sum.expected.value / Double(count)
      let rounding = Double(Float.ulpOfOne) / 2 * mean.magnitude
      return ExpectedValue(mean, tolerance: sum.expected.tolerance / Double(count) + rounding)
    }
    let deviation = firstDeviation(pooling.means(by: kernels, input: fractions), from: expected)
    #expect(deviation == nil, "\(kernels.name), \(pooling.name)")
  }

  @Test("a mean's gradient is shared among what lies within the input", arguments: KernelRegistry.all, PoolingCase.all)
  func gradientOfMeans(entry: KernelRegistry.Entry, pooling: PoolingCase) throws {
    expectGradient(pooling, try entry.kernelsOrSkip(), positions: nil) {
      pooling.reference.inputGradient(ofMeans: $0)
    }
  }

  @Test("the first of equal values wins", arguments: KernelRegistry.all)
  func firstOfTie(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let pooling = PoolingCase("2×2", images: 1, input: (2, 2, 16), window: (2, 2), stride: (2, 2))
    for first in 0..<4 {
      // Positions before `first` hold 1, it and all after it hold 3.
      let input = (0..<4).flatMap { Array(repeating: Float($0 < first ? 1 : 3), count: 16) }
      let found = pooling.maxima(by: kernels, input: input)
      #expect(found.values == Array(repeating: 3, count: 16))
      #expect(found.positions == Array(repeating: Float(first), count: 16))
    }
  }

  @Test("a dropped last row and column get no gradient", arguments: KernelRegistry.all)
  func droppedEdge(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let pooling = PoolingCase("2×2", images: 1, input: (5, 5, 16), window: (2, 2), stride: (2, 2))
    // The largest values are where no window is.
    let input = (0..<25).flatMap { pixel in
      let isDropped = pixel / 5 == 4 || pixel % 5 == 4
      return Array(repeating: Float(isDropped ? 9 : 1), count: 16)
    }
    let (values, positions) = pooling.maxima(by: kernels, input: input)
    #expect(values == Array(repeating: 1, count: 64))
    let gradient = pooling.inputGradient(
      by: kernels, positions: positions.map { Int($0) }, outputGradient: Array(repeating: 1, count: 64))
    for pixel in 0..<25 {
      let (row, column) = (pixel / 5, pixel % 5)
      let wins = [0, 2].contains(row) && [0, 2].contains(column)
      #expect(gradient[pixel * 16] == (wins ? 1 : 0), "row \(row), column \(column)")
    }
  }

  @Test("what lies beyond the edge is no zero", arguments: KernelRegistry.all)
  func beyondTheEdge(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let pooling = PoolingCase(
      "3×3", images: 1, input: (2, 2, 16), window: (3, 3), stride: (1, 1), padding: (1, 1), output: (2, 2))
    let input = Array(repeating: Float(-5), count: 64)
    #expect(pooling.means(by: kernels, input: input) == input)
    let (values, positions) = pooling.maxima(by: kernels, input: input)
    #expect(values == input)
    // The input's first pixel is number 4 of the first window, 3 of the second, 1 of the third and 0 of the last.
    #expect([0, 16, 32, 48].map { positions[$0] } == [4, 3, 1, 0])
  }

  /// Compares the gradient with the reference: to the bit for whole numbers whose shares are whole too.
  private func expectGradient(
    _ pooling: PoolingCase, _ kernels: any KernelSet.Type, positions: [Int]?,
    reference: (_ outputGradient: [Float]) -> [ReferenceSum]
  ) {
    var generator = SeededGenerator(seed: 8)
    let count = pooling.reference.outputCount
    // A multiple of every number up to 10: shares of smaller windows are whole.
    let multiple = Float(positions == nil ? 2520 : 1)
    let integers = generator.smallIntegers(count).map { $0 * multiple }
    for (gradient, isExact) in [(integers, positions != nil || pooling.isSmall), (generator.floats(count), false)] {
      let expected = reference(gradient)
      let found = pooling.inputGradient(by: kernels, positions: positions, outputGradient: gradient)
      let comment: Comment = "\(kernels.name), \(pooling.name)"
      if isExact {
        #expect(firstDifference(found, from: expected.map { Float($0.value) }) == nil, comment)
      } else {
        #expect(firstDeviation(found, from: expected.map(\.expected)) == nil, comment)
      }
    }
  }
}

extension PoolingCase {
  /// Whether 2520 is a multiple of every number of positions that a window may have.
  fileprivate var isSmall: Bool { reference.windowRows * reference.windowColumns <= 10 }
}
