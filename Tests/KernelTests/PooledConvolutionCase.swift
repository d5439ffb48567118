import KernelInterface
import Support
import Testing

/// A pooled convolution with random operands, and the kernels run on it between guards.
struct PooledConvolutionCase: Sendable, CustomTestStringConvertible {
  let name: String
  let reference: ReferencePooledConvolution
  /// Images of each leaf.
  let leaves: [Int]
  private(set) var input: [Float]
  private(set) var kernel: [Float]
  let bias: [Float]
  /// About half of it zero.
  private(set) var outputGradient: [Float]
  private(set) var winners: [Int]

  init(
    _ name: String, input size: (Int, Int, Int), kernel kernelSize: (Int, Int) = (3, 3), outputs: Int, leaves: [Int]
  ) {
    var generator = SeededGenerator(seed: 41)
    let images = leaves.reduce(0, +)
    reference = ReferencePooledConvolution(images: images, input: size, kernel: kernelSize, outputs: outputs)
    self.name = name
    self.leaves = leaves
    input = generator.floats(images * reference.inputCount)
    kernel = generator.floats(reference.kernelCount)
    bias = generator.floats(outputs)
    outputGradient = generator.floats(images * reference.outputCount).map { $0 > 0 ? $0 : 0 }
    winners = outputGradient.map { _ in Int.random(in: 0..<4, using: &generator) }
  }

  /// One input channel.
  static let first = [
    PooledConvolutionCase("lab-001, conv1", input: (28, 28, 1), outputs: 32, leaves: [2, 1]),
    PooledConvolutionCase("odd edge, empty leaf", input: (6, 9, 1), outputs: 48, leaves: [1, 0, 2]),
    PooledConvolutionCase("no image", input: (5, 5, 1), outputs: 16, leaves: [0]),
  ]

  /// One input channel, and windows that see nothing: whole images, halves, all but a pixel or a grid of them.
  static let blank =
    first.dropLast().map { pooled in
      let (count, columns) = (pooled.reference.inputCount, pooled.reference.columns)
      let input = pooled.input.indices.map { index -> Float in
        let (image, (y, x)) = (index / count, (index % count).quotientAndRemainder(dividingBy: columns))
        switch image {
        case 0: return x < columns / 2 ? 0 : pooled.input[index]
        case 1: return index % count == count / 3 ? 0.5 : 0
        default: return y % 5 == 0 && x % 5 == 0 ? 0.25 : 0
        }
      }
      return pooled.with(input: input)
    }
    + [
      PooledConvolutionCase("all blank", input: (28, 28, 1), outputs: 32, leaves: [2, 1])
        .with(input: Array(repeating: 0, count: 3 * 784)),
      // The edge of a flat half: sums tie.
      PooledConvolutionCase("half flat", input: (8, 20, 1), outputs: 64, leaves: [1])
        .with(input: (0..<160).map { $0 % 20 < 9 ? 0 : 0.5 }),
    ]

  /// Several input channels.
  static let later = [
    PooledConvolutionCase("lab-001, conv2", input: (13, 13, 32), outputs: 64, leaves: [1, 1, 1]),
    PooledConvolutionCase("64 channels, odd edge", input: (6, 7, 64), outputs: 16, leaves: [2, 0]),
    PooledConvolutionCase("6 x 3 kernel", input: (9, 6, 32), kernel: (6, 3), outputs: 48, leaves: [1, 2, 1, 1, 2]),
    PooledConvolutionCase("3 x 6 kernel", input: (5, 9, 16), kernel: (3, 6), outputs: 80, leaves: [3]),
  ]

  /// Inputs that a first-level cache holds several of, or a part of: they are computed group by group.
  static let grouped = [
    PooledConvolutionCase("100 windows", input: (22, 26, 16), kernel: (3, 6), outputs: 16, leaves: [1]),
    PooledConvolutionCase("input larger than the cache", input: (28, 28, 32), outputs: 16, leaves: [2, 0, 1]),
    PooledConvolutionCase("groups of images", input: (9, 6, 32), kernel: (6, 3), outputs: 16, leaves: [7, 0, 13]),
    PooledConvolutionCase("one window of a large image", input: (5, 5, 480), outputs: 16, leaves: [2]),
  ]

  var testDescription: String { name }

  /// The same case with another input.
  func with(input: [Float]) -> PooledConvolutionCase {
    var copy = self
    copy.input = input
    return copy
  }

  /// The same case with another kernel.
  func with(kernel: [Float]) -> PooledConvolutionCase {
    var copy = self
    copy.kernel = kernel
    return copy
  }

  /// The same case with other gradients of the output, and their winners.
  func with(outputGradient: [Float], winners: [Int]? = nil) -> PooledConvolutionCase {
    var copy = self
    copy.outputGradient = outputGradient
    copy.winners = winners ?? self.winners
    return copy
  }

  /// The same case in small whole numbers, whose sums are exact in any order.
  var inWholeNumbers: PooledConvolutionCase {
    func rounded(_ values: [Float]) -> [Float] { values.map { (4 * $0).rounded() } }
    return with(input: rounded(input)).with(kernel: rounded(kernel)).with(outputGradient: rounded(outputGradient))
  }

  /// The gradients of the dense formula.
  var expectedGradients: (kernel: [ReferenceSum], input: [ReferenceSum]) {
    reference.gradients(input: input, kernel: kernel, outputGradient: outputGradient, winners: winners)
  }

  /// Whether a window sees anything, for each image and window.
  var isFilled: [Bool] {
    (0..<reference.images * reference.windows).map { number in
      let first =
        number / reference.windows * reference.inputCount
        + reference.offset(window: number % reference.windows, position: 0)
      return (0..<16).contains { input[first + $0 / 4 * reference.columns + $0 % 4] != 0 }
    }
  }

  /// The first position of a 3 × 3 kernel in a window, numbered through all images, that sees only zeros.
  func firstBlankPosition(window: Int) -> Int? {
    let (image, number) = window.quotientAndRemainder(dividingBy: reference.windows)
    return (0..<4).first { position in
      let first = image * reference.inputCount + reference.offset(window: number, position: position)
      return (0..<3).allSatisfy { y in
        let row = first + y * reference.columns * reference.inputs
        return input[row..<row + 3 * reference.inputs].allSatisfy { $0 == 0 }
      }
    }
  }

  /// The windows that see anything in `input`, listed by the kernels.
  private func lists(by kernels: any KernelSet.Type, input: FloatView) -> WindowLists {
    let lists = WindowLists(images: reference.images + 1, windows: reference.windows)
    kernels.listWindows(
      WindowListing(
        images: reference.images, windowRows: reference.pooledRows, windowColumns: reference.pooledColumns,
        inputColumns: reference.columns, inputCount: reference.inputCount, input: input, lists: lists.view))
    return lists
  }

  /// The kernel as the sparse kernels want it: `[o, ky, kx, i]`.
  var outputMajorKernel: [Float] { transposed(kernel, rows: kernel.count / reference.outputs) }

  /// Turns `[rows, n]` into `[n, rows]`.
  func transposed(_ values: [Float], rows: Int) -> [Float] {
    let columns = values.count / max(rows, 1)
    return (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
  }

  private var windowTable: IndexTable {
    IndexTable((0..<reference.windows).map { reference.offset(window: $0, position: 0) })
  }

  /// Pooled output and winners; with `skipsBlank`, blank windows are listed and left out.
  func forward(
    by kernels: any KernelSet.Type, rectifies: Bool, skipsBlank: Bool = false
  ) -> (output: [Float], winners: [Float]) {
    let positions = IndexTable(
      (0..<reference.images * reference.windows * 4).map { row in
        let (image, rest) = row.quotientAndRemainder(dividingBy: reference.windows * 4)
        return image * reference.inputCount + reference.offset(window: rest / 4, position: rest % 4)
      })
    let targets = IndexTable((0..<reference.images * reference.windows).map { $0 * reference.outputs })
    let run = reference.kernelColumns * reference.inputs
    let product = ProductShape(
      rows: positions.count, columns: reference.outputs, depth: .init(count: run, a: 1, b: reference.outputs),
      inner: .init(
        count: reference.kernelRows, a: reference.columns * reference.inputs, b: run * reference.outputs),
      aOffsets: positions.view, cOffsets: targets.view)
    let (input, kernel, bias) = (GuardedFloats(input), GuardedFloats(kernel), GuardedFloats(bias, shift: 1))
    let output = GuardedFloats(count: reference.images * reference.outputCount, shift: 1)
    let winners = GuardedFloats(count: reference.images * reference.outputCount, shift: 1)
    let lists = skipsBlank ? lists(by: kernels, input: input.view) : nil
    kernels.convolveAndPool(
      PooledConvolution(
        product, input: input.view, kernel: kernel.view, bias: bias.view, output: output.view, winners: winners.view,
        rectifies: rectifies, lists: lists?.view))
    withExtendedLifetime((positions, targets, lists)) {}
    for operand in [input, kernel, bias, output, winners] { #expect(operand.overrun == nil, "\(name)") }
    return (output.array, winners.array)
  }

  /// Pooled output and winners by Winograd's algorithm.
  func forwardByWinograd(by kernels: any KernelSet.Type, rectifies: Bool) -> (output: [Float], winners: [Float]) {
    let (inputs, outputs) = (reference.inputs, reference.outputs)
    let windows = windowTable
    let (input, kernel, bias) = (GuardedFloats(input), GuardedFloats(kernel), GuardedFloats(bias, shift: 1))
    let transformed = GuardedFloats(count: 16 * inputs * outputs, shift: 1)
    kernels.transformPooledWinogradKernel(
      PooledWinogradKernelTransform(
        inputs: inputs, outputs: outputs, kernel: kernel.view, transformed: transformed.view))
    let output = GuardedFloats(count: reference.images * reference.outputCount, shift: 1)
    let winners = GuardedFloats(count: reference.images * reference.outputCount, shift: 1)
    let scratch = GuardedFloats(count: PooledWinogradConvolution.scratchCount(inputs: inputs))
    kernels.convolveAndPoolByWinograd(
      PooledWinogradConvolution(
        windows: windows.view, images: reference.images, inputs: inputs, outputs: outputs,
        inputRow: reference.columns * inputs, inputCount: reference.inputCount, input: input.view,
        kernel: transformed.view, bias: bias.view, output: output.view, winners: winners.view, rectifies: rectifies,
        scratch: scratch.view))
    withExtendedLifetime(windows) {}
    for operand in [input, kernel, bias, transformed, output, winners, scratch] {
      #expect(operand.overrun == nil, "\(name)")
    }
    return (output.array, winners.array)
  }

  /// The gradients of several input channels; the kernel's in `[o, ky, kx, i]`, added to `before` if given.
  func sparseGradients(
    by kernels: any KernelSet.Type, firstLevelCache: Int = SparseGradient.Shape.firstLevelCache,
    onto before: [Float]? = nil
  ) -> (kernel: [Float], input: [Float]) {
    let row = reference.columns * reference.inputs
    let windows = windowTable
    let shape = SparseGradient.Shape(
      windows: windows.view, positions: [0, reference.inputs, row, row + reference.inputs],
      channels: reference.outputs, inputRow: row, inputCount: reference.inputCount, kernelRows: reference.kernelRows,
      patchRow: reference.kernelColumns * reference.inputs, firstLevelCache: firstLevelCache)
    let lists = GradientLists(shape, leaves: reference.images + 1)
    let (input, kernel) = (GuardedFloats(input, shift: 1), GuardedFloats(outputMajorKernel, shift: 1))
    let gradient = GuardedFloats(outputGradient, shift: 1)
    let winners = GuardedFloats(self.winners.map(Float.init), shift: 1)
    let kernelGradient = before.map { GuardedFloats($0, shift: 1) } ?? GuardedFloats(count: self.kernel.count, shift: 1)
    let inputGradient = GuardedFloats(count: self.input.count, shift: 1)
    LeafTable.with(sizes: leaves) { leaves in
      kernels.computeSparseGradient(
        SparseGradient(
          shape, leaves: leaves, gradient: gradient.view, winners: winners.view, input: input.view,
          kernel: kernel.view, kernelGradient: kernelGradient.view, inputGradient: inputGradient.view,
          accumulates: before != nil, lists: lists.view))
    }
    withExtendedLifetime((windows, lists)) {}
    for operand in [input, kernel, gradient, winners, kernelGradient, inputGradient] {
      #expect(operand.overrun == nil, "\(name)")
    }
    return (kernelGradient.array, inputGradient.array)
  }

  /// The kernel's gradient for one input channel, in `[ky, kx, o]`, added to `before` if given.
  ///
  /// - Parameter skipsBlank: false: every window is listed.
  func oneChannelGradient(
    by kernels: any KernelSet.Type, onto before: [Float]? = nil, skipsBlank: Bool = true
  ) -> [Float] {
    let windows = windowTable
    let (input, gradient) = (GuardedFloats(input, shift: 1), GuardedFloats(outputGradient, shift: 1))
    let winners = GuardedFloats(self.winners.map(Float.init), shift: 1)
    let kernelGradient = before.map { GuardedFloats($0, shift: 1) } ?? GuardedFloats(count: kernel.count, shift: 1)
    let seen = skipsBlank ? input : GuardedFloats(Array(repeating: 1, count: self.input.count), shift: 1)
    let lists = lists(by: kernels, input: seen.view)
    LeafTable.with(sizes: leaves) { leaves in
      kernels.computeOneChannelKernelGradient(
        OneChannelKernelGradient(
          windows: windows.view, channels: reference.outputs, inputColumns: reference.columns,
          inputCount: reference.inputCount, kernelRows: reference.kernelRows, leaves: leaves,
          lists: lists.view, gradient: gradient.view, winners: winners.view, input: input.view,
          kernelGradient: kernelGradient.view,
          accumulates: before != nil))
    }
    withExtendedLifetime((windows, lists)) {}
    for operand in [input, seen, gradient, winners, kernelGradient] { #expect(operand.overrun == nil, "\(name)") }
    return kernelGradient.array
  }
}
