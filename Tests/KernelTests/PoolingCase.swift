import KernelInterface
import Support
import Testing

/// A pooling to test, and both of its passes on operands between guards.
struct PoolingCase: Sendable, CustomTestStringConvertible {
  let name: String
  let reference: ReferencePooling

  init(
    _ name: String, images: Int, input: (rows: Int, columns: Int, channels: Int), window: (rows: Int, columns: Int),
    stride: (rows: Int, columns: Int), padding: (top: Int, left: Int) = (0, 0), output: (rows: Int, columns: Int)? = nil
  ) {
    self.name = name
    reference = ReferencePooling(
      images: images, input: input, window: window, stride: stride, padding: padding, output: output)
  }

  static let all = [
    PoolingCase("lab-001, after conv1", images: 2, input: (26, 26, 32), window: (2, 2), stride: (2, 2)),
    PoolingCase("lab-001, after conv2", images: 3, input: (11, 11, 64), window: (2, 2), stride: (2, 2)),
    PoolingCase("no image", images: 0, input: (4, 4, 16), window: (2, 2), stride: (2, 2)),
    PoolingCase("rows and columns differ", images: 1, input: (9, 14, 16), window: (3, 2), stride: (3, 2)),
    PoolingCase("overlap in rows", images: 2, input: (8, 7, 48), window: (3, 2), stride: (1, 2)),
    PoolingCase("overlap in both, edge dropped", images: 2, input: (8, 10, 16), window: (3, 3), stride: (2, 2)),
    PoolingCase("stride 1", images: 1, input: (6, 5, 32), window: (2, 3), stride: (1, 1)),
    PoolingCase("gaps between windows", images: 1, input: (10, 11, 16), window: (2, 2), stride: (3, 4)),
    PoolingCase("one window", images: 2, input: (3, 3, 80), window: (3, 3), stride: (1, 1)),
    PoolingCase("windows of one", images: 1, input: (3, 4, 16), window: (1, 1), stride: (1, 1)),
    // More positions than a byte counts.
    PoolingCase("a large window", images: 1, input: (17, 17, 16), window: (17, 17), stride: (1, 1)),
    PoolingCase(
      "beyond the lower right edge", images: 2, input: (5, 7, 32), window: (2, 2), stride: (2, 2), output: (3, 4)),
    PoolingCase(
      "beyond all edges", images: 3, input: (5, 6, 16), window: (3, 3), stride: (1, 1), padding: (1, 1), output: (5, 6)),
    PoolingCase(
      "more than half beyond the edge", images: 1, input: (2, 3, 16), window: (4, 5), stride: (1, 2), padding: (3, 4),
      output: (5, 4)),
    PoolingCase(
      "larger than the input", images: 2, input: (2, 1, 16), window: (4, 3), stride: (4, 3), padding: (1, 1),
      output: (1, 1)),
    PoolingCase(
      "strides beyond the edge, with gaps", images: 1, input: (7, 9, 48), window: (2, 3), stride: (5, 4),
      padding: (0, 1), output: (2, 3)),
    PoolingCase("one pixel", images: 4, input: (1, 1, 16), window: (1, 1), stride: (3, 2), output: (1, 1)),
  ]

  var testDescription: String { name }

  private var shape: Pooling.Shape {
    Pooling.Shape(
      rows: reference.rows, columns: reference.columns, channels: reference.channels,
      window: (reference.windowRows, reference.windowColumns),
      strides: (reference.strideRows, reference.strideColumns), padding: reference.padding,
      output: (reference.outputRows, reference.outputColumns))
  }

  /// Each window's largest value, and its position in the window.
  func maxima(by kernels: any KernelSet.Type, input: [Float]) -> (values: [Float], positions: [Float]) {
    let input = GuardedFloats(input, shift: 1)
    let output = GuardedFloats(count: reference.outputCount, shift: 1)
    let positions = GuardedFloats(count: reference.outputCount, shift: 1)
    run(kernels.pool, input: input, output: output, positions: positions)
    return (output.array, positions.array)
  }

  /// Each window's mean.
  func means(by kernels: any KernelSet.Type, input: [Float]) -> [Float] {
    let output = GuardedFloats(count: reference.outputCount, shift: 1)
    run(kernels.pool, input: GuardedFloats(input, shift: 1), output: output, positions: nil)
    return output.array
  }

  /// The gradient of the input, for windows with these winners; nil for means.
  func inputGradient(by kernels: any KernelSet.Type, positions: [Int]?, outputGradient: [Float]) -> [Float] {
    // What the gradient held before must not matter.
    let input = GuardedFloats(count: reference.inputCount, shift: 1)
    let output = GuardedFloats(outputGradient, shift: 1)
    run(
      kernels.computePoolingGradient, input: input, output: output,
      positions: positions.map { GuardedFloats($0.map(Float.init), shift: 1) })
    return input.array
  }

  private func run(
    _ kernel: (Pooling) -> Void, input: GuardedFloats, output: GuardedFloats, positions: GuardedFloats?
  ) {
    kernel(
      Pooling(shape, images: reference.images, input: input.view, output: output.view, positions: positions?.view))
    for operand in [input, output, positions] { #expect(operand?.overrun == nil, "\(name)") }
  }
}
