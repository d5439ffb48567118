import KernelInterface
import Support
import Testing

/// A layer of a preset: its convolution, and its three passes as strided products.
struct ConvolutionLayer: Sendable, CustomTestStringConvertible {
  let name: String
  let convolution: ReferenceConvolution

  init(_ name: String, images: Int, side: Int, inputs: Int, outputs: Int) {
    self.name = name
    convolution = ReferenceConvolution(images: images, rows: side, columns: side, inputs: inputs, outputs: outputs)
  }

  /// The layers of the preset lab-001; two images, so that the sums cross from one to the next.
  static let all = [
    ConvolutionLayer("conv1 28×28×1→32", images: 2, side: 28, inputs: 1, outputs: 32),
    ConvolutionLayer("conv2 13×13×32→64", images: 2, side: 13, inputs: 32, outputs: 64),
    ConvolutionLayer("conv3 5×5×64→64", images: 2, side: 5, inputs: 64, outputs: 64),
  ]

  var testDescription: String { name }

  /// Rows are pixels: A is the input, B the kernel, C the output.
  var forward: ReferenceProduct {
    let run = convolution.kernelColumns * convolution.inputs
    return ReferenceProduct(
      columns: convolution.outputs, depth: .init(count: run, a: 1, b: convolution.outputs),
      inner: .init(
        count: convolution.kernelRows, a: convolution.columns * convolution.inputs, b: run * convolution.outputs),
      aOffsets: pixels, cOffsets: outputPixels)
  }

  /// Rows are kernel elements of one output: A is the input, B the output's gradient, C the kernel's gradient.
  var kernelGradient: ReferenceProduct {
    let (inputs, outputs) = (convolution.inputs, convolution.outputs)
    let inputRow = convolution.columns * inputs
    let outputRow = convolution.outputColumns * outputs
    let patch = (0..<convolution.kernelRows).flatMap { ky in
      (0..<convolution.kernelColumns * inputs).map { ky * inputRow + $0 }
    }
    return ReferenceProduct(
      columns: outputs, depth: .init(count: convolution.outputColumns, a: inputs, b: outputs),
      inner: .init(count: convolution.outputRows, a: inputRow, b: outputRow),
      outer: .init(
        count: convolution.images, a: convolution.rows * inputRow, b: convolution.outputRows * outputRow),
      aOffsets: patch, cOffsets: patch.indices.map { $0 * outputs })
  }

  /// One product for each tap: A is the output's gradient, B the tap's matrix transposed, C the input's gradient.
  func inputGradient(by kernels: any KernelSet.Type, kernel: [Float], outputGradient: [Float]) -> [Float] {
    let (inputs, outputs) = (convolution.inputs, convolution.outputs)
    let taps = convolution.kernelRows * convolution.kernelColumns
    let transposed = GuardedFloats(count: kernel.count)
    let source = GuardedFloats(kernel)
    for tap in 0..<taps {
      kernels.transpose(
        Transposition(
          source.view.slice(at: tap * inputs * outputs, count: inputs * outputs),
          into: transposed.view.slice(at: tap * inputs * outputs, count: inputs * outputs), rows: inputs,
          columns: outputs))
    }
    #expect(source.overrun == nil && transposed.overrun == nil)
    var gradient = Array(repeating: Float.zero, count: convolution.inputCount)
    for tap in 0..<taps {
      let (ky, kx) = (tap / convolution.kernelColumns, tap % convolution.kernelColumns)
      let offset = convolution.inputOffset(n: 0, y: ky, x: kx)
      let product = ReferenceProduct(
        columns: inputs, depth: .init(count: outputs, a: 1, b: inputs), aOffsets: outputPixels, cOffsets: pixels)
      var operands = ProductOperands(for: product) { Array(repeating: 0, count: $0) }
      operands.a = outputGradient
      operands.b = Array(transposed.array[(tap * inputs * outputs)..<((tap + 1) * inputs * outputs)])
      operands.c = Array(gradient[offset...])
      gradient[offset...] = product.computed(by: kernels, from: operands, finish: .accumulate)[...]
    }
    return gradient
  }

  private var pixels: [Int] { eachOutputPixel(convolution.inputOffset) }
  private var outputPixels: [Int] { eachOutputPixel(convolution.outputOffset) }

  private func eachOutputPixel(_ offset: (_ n: Int, _ y: Int, _ x: Int) -> Int) -> [Int] {
    (0..<convolution.images).flatMap { n in
      (0..<convolution.outputRows).flatMap { y in (0..<convolution.outputColumns).map { x in offset(n, y, x) } }
    }
  }
}
