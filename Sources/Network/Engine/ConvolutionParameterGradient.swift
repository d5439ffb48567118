import KernelInterface

/// The gradients of a convolution's kernel and bias, the same for every way to compute its output.
///
/// - Weight gradient: Σ(n,y,x) input[n,y+ky,x+kx,i] · outputGradient[n,y,x,o]
/// - Bias gradient: Σ(n,y,x) outputGradient[n,y,x,o]
struct ConvolutionParameterGradient: Sendable {
  private let inputShape: ActivationShape
  private let outputShape: ActivationShape
  private let kernel: TensorPlacement
  private let bias: TensorPlacement
  private let rectifies: Bool
  private let patch: IndexTable
  private let kernelMatrixRows: IndexTable

  init(
    input: ActivationShape, output: ActivationShape, kernel: TensorPlacement, bias: TensorPlacement, rectifies: Bool
  ) {
    (inputShape, outputShape) = (input, output)
    (self.kernel, self.bias, self.rectifies) = (kernel, bias, rectifies)
    patch = IndexTable(
      (0..<kernel.shape[0]).flatMap { ky in
        (0..<kernel.shape[1] * input.pitch).map { input.offset(n: 0, y: ky, x: 0) + $0 }
      })
    kernelMatrixRows = IndexTable((0..<patch.count).map { $0 * output.pitch })
  }

  /// Computes the gradients of the parameters.
  ///
  /// - Parameter outputGradient: taken back through the rectifier in place; afterwards that of the convolution's sums.
  func compute(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, target: GradientTarget
  ) {
    let count = pass.images * outputShape.count
    let gradient = outputGradient.slice(at: 0, count: count)
    if rectifies { pass.kernels.maskByPositive(gradient: gradient, output: output.slice(at: 0, count: count)) }
    pass.kernels.sumRows(
      RowSum(
        rowsPerImage: outputShape.rows * outputShape.columns, columns: outputShape.pitch, source: gradient,
        target: bias.view(of: target.view), accumulates: target.accumulates, leaves: target.leaves))
    let shape = ProductShape(
      rows: patch.count, columns: outputShape.pitch,
      depth: .init(count: outputShape.columns, a: inputShape.pitch, b: outputShape.pitch),
      inner: .init(
        count: outputShape.rows, a: inputShape.columns * inputShape.pitch, b: outputShape.columns * outputShape.pitch),
      outer: .init(count: pass.images, a: inputShape.count, b: outputShape.count),
      aOffsets: patch.view, cOffsets: kernelMatrixRows.view)
    pass.kernels.multiply(
      StridedProduct(
        shape, a: input, b: gradient, c: kernel.view(of: target.view), finish: target.finish, leaves: target.leaves))
  }
}
