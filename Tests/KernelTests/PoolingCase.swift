import KernelInterface
import Support
import Testing

/// A max-pooling to test, and both of its passes on operands between guards.
struct PoolingCase: Sendable, CustomTestStringConvertible {
  let name: String
  let reference: ReferencePooling

  init(
    _ name: String, images: Int, input: (rows: Int, columns: Int, channels: Int), window: (rows: Int, columns: Int),
    stride: (rows: Int, columns: Int)
  ) {
    self.name = name
    reference = ReferencePooling(images: images, input: input, window: window, stride: stride)
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
  ]

  var testDescription: String { name }

  private var shape: MaximumPooling.Shape {
    MaximumPooling.Shape(
      rows: reference.rows, columns: reference.columns, channels: reference.channels,
      windowRows: reference.windowRows, windowColumns: reference.windowColumns, strideRows: reference.strideRows,
      strideColumns: reference.strideColumns)
  }

  /// Each window's largest value, and its position in the window.
  func forward(by kernels: any KernelSet.Type, input: [Float]) -> (values: [Float], positions: [Float]) {
    let input = GuardedFloats(input, shift: 1)
    let output = GuardedFloats(count: reference.outputCount, shift: 1)
    let positions = GuardedFloats(count: reference.outputCount, shift: 1)
    run(kernels.poolMaximum, input: input, output: output, positions: positions)
    return (output.array, positions.array)
  }

  /// The gradient of the input, for windows with these winners.
  func backward(by kernels: any KernelSet.Type, positions: [Int], outputGradient: [Float]) -> [Float] {
    // What the gradient held before must not matter.
    let input = GuardedFloats(count: reference.inputCount, shift: 1)
    let output = GuardedFloats(outputGradient, shift: 1)
    run(
      kernels.spreadMaximumGradient, input: input, output: output,
      positions: GuardedFloats(positions.map(Float.init), shift: 1))
    return input.array
  }

  private func run(
    _ kernel: (MaximumPooling) -> Void, input: GuardedFloats, output: GuardedFloats, positions: GuardedFloats
  ) {
    kernel(
      MaximumPooling(
        shape, images: reference.images, input: input.view, output: output.view, positions: positions.view))
    for operand in [input, output, positions] { #expect(operand.overrun == nil, "\(name)") }
  }
}
