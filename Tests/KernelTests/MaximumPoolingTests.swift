import KernelInterface
import Kernels
import Support
import Testing

@Suite("Max-pooling")
struct MaximumPoolingTests {
  @Test("values and positions, with many ties", arguments: KernelRegistry.all, PoolingCase.all)
  func forward(entry: KernelRegistry.Entry, pooling: PoolingCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 5)
    let count = pooling.reference.inputCount
    // Of values in −1…1 nearly every window has several largest ones; −0 and 0 tie as well.
    let ties = generator.smallIntegers(count, in: -1...1).map { $0 == 0 && Bool.random(using: &generator) ? -$0 : $0 }
    for input in [ties, generator.floats(count), Array(repeating: -2, count: count)] {
      let expected = pooling.reference.maxima(of: input)
      let found = pooling.forward(by: kernels, input: input)
      #expect(firstDifference(found.values, from: expected.values) == nil, "\(kernels.name), \(pooling.name)")
      let positions = expected.positions.map(Float.init)
      #expect(firstDifference(found.positions, from: positions) == nil, "\(kernels.name), \(pooling.name)")
    }
  }

  @Test("the gradient goes to the first largest value", arguments: KernelRegistry.all, PoolingCase.all)
  func backward(entry: KernelRegistry.Entry, pooling: PoolingCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 6)
    let input = generator.floats(pooling.reference.inputCount)
    let positions = pooling.reference.maxima(of: input).positions
    let (integers, fractions) = (generator.smallIntegers(positions.count), generator.floats(positions.count))
    for (gradient, isExact) in [(integers, true), (fractions, false)] {
      let expected = pooling.reference.inputGradient(positions: positions, outputGradient: gradient)
      let found = pooling.backward(by: kernels, positions: positions, outputGradient: gradient)
      let comment: Comment = "\(kernels.name), \(pooling.name)"
      if isExact {
        #expect(firstDifference(found, from: expected.map { Float($0.value) }) == nil, comment)
      } else {
        #expect(firstDeviation(found, from: expected.map(\.expected)) == nil, comment)
      }
    }
  }

  @Test("the first of equal values wins", arguments: KernelRegistry.all)
  func firstOfTie(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let pooling = PoolingCase("2×2", images: 1, input: (2, 2, 16), window: (2, 2), stride: (2, 2))
    for first in 0..<4 {
      // Positions before `first` hold 1, it and all after it hold 3.
      let input = (0..<4).flatMap { Array(repeating: Float($0 < first ? 1 : 3), count: 16) }
      let found = pooling.forward(by: kernels, input: input)
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
    let (values, positions) = pooling.forward(by: kernels, input: input)
    #expect(values == Array(repeating: 1, count: 64))
    let gradient = pooling.backward(
      by: kernels, positions: positions.map { Int($0) }, outputGradient: Array(repeating: 1, count: 64))
    for pixel in 0..<25 {
      let (row, column) = (pixel / 5, pixel % 5)
      let wins = [0, 2].contains(row) && [0, 2].contains(column)
      #expect(gradient[pixel * 16] == (wins ? 1 : 0), "row \(row), column \(column)")
    }
  }
}
