import KernelInterface
import Support
import Testing

/// The kernels of Winograd's filtering, run on the operands of a case between guards.
extension TileConvolutionCase {
  /// Floats of an image's input and output.
  private var inputCount: Int { reference.with(images: 1).inputCount }
  private var outputCount: Int { reference.with(images: 1).outputCount }

  /// Calls `body` with the tiles in blocks of `block`.
  private func withTiles(block: Int, _ body: (WinogradTiles) -> Void) {
    let (inputs, outputs) = (reference.inputs, reference.outputs)
    let inputLines = IndexTable((0..<block).map { $0 * inputs })
    let outputLines = IndexTable((0..<block).map { $0 * outputs })
    body(
      WinogradTiles(
        scheme, input: (reference.rows, reference.columns, inputs),
        output: (reference.outputRows, reference.outputColumns, outputs),
        padding: (reference.margins.top, reference.margins.left), inputLines: inputLines.view,
        outputLines: outputLines.view))
    withExtendedLifetime((inputLines, outputLines)) {}
  }

  /// The transformed kernels.
  func transformedKernels(by kernels: any KernelSet.Type) -> (forward: [Float], backward: [Float]) {
    let kernel = GuardedFloats(Self.outputMajor(self.kernel, outputs: reference.outputs), shift: 1)
    let (inputs, outputs) = (reference.inputs, reference.outputs)
    let forward = GuardedFloats(
      count: WinogradTiles.kernelCount(scheme, inputs: inputs, outputs: outputs), shift: 1)
    let backward = GuardedFloats(count: WinogradTiles.kernelCount(scheme, inputs: outputs, outputs: inputs))
    kernels.transformWinogradKernel(
      WinogradKernelTransform(
        scheme, inputs: inputs, outputs: outputs, kernel: kernel.view, forward: forward.view, backward: backward.view))
    for operand in [kernel, forward, backward] { #expect(operand.overrun == nil, "\(name)") }
    return (forward.array, backward.array)
  }

  /// `[ky, kx, i, o]` as `[o, ky, kx, i]`.
  private static func outputMajor(_ values: [Float], outputs: Int) -> [Float] {
    let rows = values.count / outputs
    return values.indices.map { values[$0 % rows * outputs + $0 / rows] }
  }

  private func scratch(block: Int) -> GuardedFloats {
    GuardedFloats(
      count: WinogradTiles.scratchCount(scheme, block: block, inputs: reference.inputs, outputs: reference.outputs),
      shift: 1)
  }

  /// The output of `images`.
  func output(
    by kernels: any KernelSet.Type, images: Range<Int>, block: Int = WinogradTiles.usualBlock, rectifies: Bool = false
  ) -> [Float] {
    let input = GuardedFloats(Array(input[images.lowerBound * inputCount..<images.upperBound * inputCount]), shift: 1)
    let (kernel, bias) = (GuardedFloats(transformedKernels(by: kernels).forward), GuardedFloats(bias, shift: 1))
    let (output, scratch) = (GuardedFloats(count: images.count * outputCount, shift: 1), scratch(block: block))
    withTiles(block: block) { tiles in
      kernels.convolveByWinograd(
        WinogradConvolution(
          tiles, images: images.count, input: input.view, kernel: kernel.view, bias: bias.view, output: output.view,
          rectifies: rectifies, scratch: scratch.view))
    }
    for operand in [input, kernel, bias, output, scratch] { #expect(operand.overrun == nil, "\(name)") }
    return output.array
  }

  /// The gradient of the input of `images`.
  func inputGradient(
    by kernels: any KernelSet.Type, images: Range<Int>, block: Int = WinogradTiles.usualBlock
  ) -> [Float] {
    let gradient = GuardedFloats(
      Array(outputGradient[images.lowerBound * outputCount..<images.upperBound * outputCount]), shift: 1)
    let kernel = GuardedFloats(transformedKernels(by: kernels).backward)
    let (target, scratch) = (GuardedFloats(count: images.count * inputCount, shift: 1), scratch(block: block))
    withTiles(block: block) { tiles in
      kernels.computeWinogradInputGradient(
        WinogradInputGradient(
          tiles, images: images.count, outputGradient: gradient.view, kernel: kernel.view, inputGradient: target.view,
          scratch: scratch.view))
    }
    for operand in [gradient, kernel, target, scratch] { #expect(operand.overrun == nil, "\(name)") }
    return target.array
  }

  /// The gradient of the kernel by leaves of these sizes that begin with image `first`, as the kernels have it: `[o, ky, kx, i]`.
  ///
  /// - Parameter left: what it is added to; nil overwrites what is there.
  func kernelGradient(
    by kernels: any KernelSet.Type, leaves sizes: [Int], from first: Int = 0, onto left: [Float]? = nil
  ) -> [Float] {
    let (inputs, outputs) = (reference.inputs, reference.outputs)
    let (block, end) = (WinogradTiles.usualBlock, first + sizes.reduce(0, +))
    let input = GuardedFloats(Array(input[first * inputCount..<end * inputCount]), shift: 1)
    let gradient = GuardedFloats(
      Array(outputGradientForKernel[first * outputCount..<end * outputCount]), shift: 1)
    let target = left.map { GuardedFloats($0) } ?? GuardedFloats(count: reference.kernelCount)
    let sums = GuardedFloats(
      count: WinogradKernelGradient.sumsCount(scheme, inputs: inputs, outputs: outputs, leaves: sizes.count), shift: 1)
    let scratch = scratch(block: block)
    let places = IndexTable((0..<outputs).map { $0 / Lanes.width * block * Lanes.width + $0 % Lanes.width })
    let rows = IndexTable((0..<outputs).map { $0 * inputs })
    withTiles(block: block) { tiles in
      LeafTable.with(sizes: sizes) { leaves in
        kernels.computeWinogradKernelGradient(
          WinogradKernelGradient(
            tiles, leaves: leaves, input: input.view, outputGradient: gradient.view, kernelGradient: target.view,
            accumulates: left != nil, scratch: scratch.view, sums: sums.view, outputPlaces: places.view,
            kernelRows: rows.view))
      }
    }
    withExtendedLifetime((places, rows)) {}
    for operand in [input, gradient, target, sums, scratch] { #expect(operand.overrun == nil, "\(name)") }
    return target.array
  }

  /// The exact gradient of the kernel, and the measure of its errors, in the kernels' order.
  var exactKernelGradient: (sums: [ReferenceSum], measure: [Double]) {
    let sums = reference.kernelGradient(input: input, outputGradient: outputGradientForKernel)
    let measure = reference.kernelGradientMeasure(
      input: input.map(Double.init), outputGradient: outputGradientForKernel.map(Double.init))
    let rows = sums.count / reference.outputs
    let order = sums.indices.map { $0 % rows * reference.outputs + $0 / rows }
    return (order.map { sums[$0] }, order.map { measure[$0] })
  }

  /// The exact output, and the measure of its errors.
  var exactOutput: (sums: [ReferenceSum], measure: [Double]) {
    (
      reference.output(input: input, kernel: kernel, bias: bias),
      reference.outputMeasure(input: input.map(Double.init), kernel: kernel.map(Double.init))
    )
  }

  /// The exact gradient of the input, and the measure of its errors.
  var exactInputGradient: (sums: [ReferenceSum], measure: [Double]) {
    (
      reference.inputGradient(kernel: kernel, outputGradient: outputGradient),
      reference.inputGradientMeasure(
        kernel: kernel.map(Double.init), outputGradient: outputGradient.map(Double.init))
    )
  }
}
