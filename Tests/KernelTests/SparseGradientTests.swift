import KernelInterface
import Kernels
import Support
import Testing

@Suite("Sparse gradients")
struct SparseGradientTests {
  @Test(
    "are the dense formula's", arguments: KernelRegistry.all,
    PooledConvolutionCase.later + PooledConvolutionCase.grouped)
  func sparse(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let expected = pooled.expectedGradients
    let found = pooled.sparseGradients(by: kernels)
    let kernelGradient = pooled.transposed(found.kernel, rows: pooled.reference.outputs)
    #expect(firstDeviation(kernelGradient, from: expected.kernel.map(\.expected)) == nil, "\(kernels.name)")
    #expect(firstDeviation(found.input, from: expected.input.map(\.expected)) == nil, "\(kernels.name)")
  }

  @Test(
    "of whole numbers are exact", arguments: KernelRegistry.all,
    PooledConvolutionCase.later + PooledConvolutionCase.grouped)
  func wholeNumbers(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let (kernels, pooled) = (try entry.kernelsOrSkip(), pooled.inWholeNumbers)
    let expected = pooled.expectedGradients
    let found = pooled.sparseGradients(by: kernels)
    #expect(pooled.transposed(found.kernel, rows: pooled.reference.outputs) == expected.kernel.map { Float($0.value) })
    #expect(found.input == expected.input.map { Float($0.value) })
    let again = pooled.sparseGradients(by: kernels, onto: found.kernel)
    #expect(again.kernel == found.kernel.map { 2 * $0 })
  }

  @Test(
    "are the same bits whatever the first-level cache holds", arguments: KernelRegistry.all,
    PooledConvolutionCase.later + PooledConvolutionCase.grouped)
  func caches(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let expected = pooled.sparseGradients(by: kernels)
    for bytes in [1, 32 << 10, 48 << 10, 1 << 20] {
      let found = pooled.sparseGradients(by: kernels, firstLevelCache: bytes)
      #expect(firstDifference(found.kernel, from: expected.kernel) == nil, "\(kernels.name), \(bytes) bytes")
      #expect(firstDifference(found.input, from: expected.input) == nil, "\(kernels.name), \(bytes) bytes")
    }
  }

  @Test("are exact for gradients few, many, at one position or in few channels", arguments: KernelRegistry.all)
  func extremes(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let pooled = PooledConvolutionCase("80 outputs", input: (6, 9, 32), outputs: 80, leaves: [2, 1]).inWholeNumbers
    let count = pooled.outputGradient.count
    let all = [Float](repeating: 3, count: count)
    let cases: [([Float], [Int]?)] = [
      ((0..<count).map { _ in 0 }, nil), ((0..<count).map { $0 == count / 2 ? 2 : 0 }, nil), (all, nil),
      (all, Array(repeating: 2, count: count)),
      // Positions with channels of the second word of bits alone, and with those of the first alone.
      ((0..<count).map { ($0 / 80 % 2 == 0) == ($0 % 80 >= 64) ? 1 : 0 }, nil),
    ]
    for (number, (gradient, winners)) in cases.enumerated() {
      let pooled = pooled.with(outputGradient: gradient, winners: winners)
      let expected = pooled.expectedGradients
      let found = pooled.sparseGradients(by: kernels)
      let kernel = pooled.transposed(found.kernel, rows: 80)
      #expect(kernel == expected.kernel.map { Float($0.value) }, "\(kernels.name), \(number)")
      #expect(found.input == expected.input.map { Float($0.value) }, "\(kernels.name), \(number)")
    }
  }

  @Test(
    "of the input are added in their order, bit by bit", arguments: KernelRegistry.all, PooledConvolutionCase.grouped)
  func order(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let expected = (0..<pooled.reference.images).flatMap { inputGradient(pooled, image: $0, by: kernels) }
    #expect(firstDifference(pooled.sparseGradients(by: kernels).input, from: expected) == nil, "\(kernels.name)")
  }

  /// In blocks of 32 windows, a stretch of a kernel's row at a time: positions by the number of their winners, each position's
  /// channels in their order.
  private func inputGradient(
    _ pooled: PooledConvolutionCase, image: Int, by kernels: any KernelSet.Type
  ) -> [Float] {
    let reference = pooled.reference
    let (patchRow, stretch) = (reference.kernelColumns * reference.inputs, 96)
    var sums = [Float](repeating: 0, count: reference.inputCount)
    for block in stride(from: 0, to: reference.windows, by: 32) {
      let windows = block..<min(block + 32, reference.windows)
      let positions = windows.flatMap { winners(pooled, image: image, window: $0) }
      for first in stride(from: 0, to: reference.kernelRows * patchRow, by: stretch) {
        for count in 1...reference.outputs {
          for position in positions where position.channels.count == count {
            for tap in first..<first + stretch {
              let (row, column) = tap.quotientAndRemainder(dividingBy: patchRow)
              sums[position.start + row * reference.columns * reference.inputs + column] +=
                sum(pooled, position.channels, tap: tap, by: kernels)
            }
          }
        }
      }
    }
    return sums
  }

  /// Of each position of a window: where it starts in the input, and the channels that have a gradient there.
  private func winners(
    _ pooled: PooledConvolutionCase, image: Int, window: Int
  ) -> [(start: Int, channels: [(number: Int, gradient: Float)])] {
    let first = (image * pooled.reference.windows + window) * pooled.reference.outputs
    return (0..<4).map { position in
      let channels = (0..<pooled.reference.outputs).map { (number: $0, gradient: pooled.outputGradient[first + $0]) }
      return (
        start: pooled.reference.offset(window: window, position: position),
        channels: channels.filter { $0.gradient != 0 && pooled.winners[first + $0.number] == position }
      )
    }
  }

  /// The sum over some channels for one element of a patch.
  private func sum(
    _ pooled: PooledConvolutionCase, _ channels: [(number: Int, gradient: Float)], tap: Int,
    by kernels: any KernelSet.Type
  ) -> Float {
    channels.reduce(Lanes.zero) { sum, channel in
      let weight = pooled.kernel[tap * pooled.reference.outputs + channel.number]
      return kernels.multiplyAdd(Lanes(repeating: channel.gradient), Lanes(repeating: weight), sum)
    }[0]
  }

  @Test("lists that are too small for a gradient, and sizes that no gradient has, stop the program")
  func sizes() async {
    await #expect(processExitsWith: .failure) { SparseGradientSizes.compute(listChannels: 16, listLeaves: 1) }
    await #expect(processExitsWith: .failure) { SparseGradientSizes.compute(listChannels: 128, listLeaves: 0) }
    await #expect(processExitsWith: .failure) { SparseGradientSizes.compute(windows: 0) }
    await #expect(processExitsWith: .failure) { SparseGradientSizes.compute(inputCount: 1 << 31) }
    await #expect(processExitsWith: .success) { SparseGradientSizes.compute() }
  }
}

/// The operands of a gradient of 128 channels of one window, made without computing anything.
private enum SparseGradientSizes {
  static func compute(
    listChannels: Int = 128, listLeaves: Int = 1, windows: Int = 1, inputCount: Int = 4 * 4 * 32
  ) {
    let table = IndexTable(Array(repeating: 0, count: windows))
    func shape(channels: Int) -> SparseGradient.Shape {
      SparseGradient.Shape(
        windows: table.view, positions: [0, 32, 128, 160], channels: channels, inputRow: 128, inputCount: inputCount,
        kernelRows: 3, patchRow: 96)
    }
    let lists = GradientLists(shape(channels: listChannels), leaves: listLeaves)
    let (gradient, input, kernel) = (FloatBuffer(count: 128), FloatBuffer(count: 512), FloatBuffer(count: 128 * 288))
    LeafTable.with(sizes: [1]) { leaves in
      _ = SparseGradient(
        shape(channels: 128), leaves: leaves, gradient: gradient.view, winners: gradient.view, input: input.view,
        kernel: kernel.view, kernelGradient: kernel.view, inputGradient: input.view, accumulates: false,
        lists: lists.view)
    }
    withExtendedLifetime((table, lists)) {}
  }
}
