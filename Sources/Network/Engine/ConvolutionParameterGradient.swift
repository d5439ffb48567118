import KernelInterface

/// The gradients of a convolution's kernel and bias, the same for every way to compute its output.
///
/// - Weight gradient: Σ(n,y,x) input[n,y+ky,x+kx,i] · outputGradient[n,y,x,o]
/// - Bias gradient: Σ(n,y,x) outputGradient[n,y,x,o]
struct ConvolutionParameterGradient: Sendable {
  private let inputShape: ActivationShape
  private let outputShape: ActivationShape
  private let kernel: TensorPlacement
  private let bias: LayerBias
  private let rectifies: Bool
  /// Floats of the input that one step of the output moves by, from column to column and from row to row.
  private let (columnStep, rowStep): (Int, Int)
  private let sums: Sums
  /// Rows of the products: offsets in what is broadcast, and in the kernel's gradient.
  private let patch: IndexTable
  private let kernelMatrixRows: IndexTable
  /// The offsets of all output positions' patches in one image's input.
  private let positions: IndexTable

  /// How the kernel's gradient is summed.
  private enum Sums {
    /// The kernel lies in Keras' order.
    case dense
    /// The kernel lies output channel by output channel.
    case denseByTap
    /// So it does, and only gradients that are not zero are multiplied: behind a rectifier half of them and more are.
    case sparse(SparseGradient.Shape)
  }

  init(
    input: ActivationShape, output: ActivationShape, kernel: TensorPlacement, bias: LayerBias, rectifies: Bool,
    strides: WindowSize = WindowSize(rows: 1, columns: 1)
  ) {
    (inputShape, outputShape) = (input, output)
    (columnStep, rowStep) = (strides.columns * input.pitch, strides.rows * input.columns * input.pitch)
    (self.kernel, self.bias, self.rectifies) = (kernel, bias, rectifies)
    positions = IndexTable(
      (0..<output.rows).flatMap { y in
        (0..<output.columns).map { x in
          input.offset(n: 0, y: y * strides.rows, x: x * strides.columns)
        }
      })
    let patchRow = kernel.shape[1] * input.pitch
    if kernel.isOutputMajor {
      patch = IndexTable(Array(0..<output.pitch))
      kernelMatrixRows = IndexTable((0..<output.pitch).map { $0 * kernel.shape[0] * patchRow })
      let isSparse =
        rectifies && SparseGradient.Shape.isSupported(kernelRows: kernel.shape[0], patchRow: patchRow)
      sums =
        isSparse
        ? .sparse(
          SparseGradient.Shape(
            windows: positions.view, positions: [0, 0, 0, 0], channels: output.pitch,
            inputRow: input.columns * input.pitch, inputCount: input.count, kernelRows: kernel.shape[0],
            patchRow: patchRow)) : .denseByTap
    } else {
      patch = IndexTable(
        (0..<kernel.shape[0]).flatMap { ky in (0..<patchRow).map { input.offset(n: 0, y: ky, x: 0) + $0 } })
      kernelMatrixRows = IndexTable((0..<patch.count).map { $0 * output.pitch })
      sums = .dense
    }
  }

  /// How the kernel's gradient is computed.
  var plan: KernelPlan {
    let products = positions.count * kernel.blocks * inputShape.pitch
    let dense = positions.count * kernel.blocks * inputShape.channels * outputShape.channels
    let direct = "direct, in register tiles"
    return switch sums {
    case .dense: KernelPlan(.general, direct, dense: dense, computed: products * outputShape.pitch)
    case .denseByTap:
      KernelPlan(.general, direct + ", tap by tap", dense: dense, computed: products * outputShape.pitch)
    // Padded channels have no gradient, so their products are not computed.
    case .sparse:
      KernelPlan(
        .fast, "sparse behind the rectifier", dense: dense, computed: products * outputShape.channels,
        skips: .zeroGradients)
    }
  }

  /// Room for the lists of a thread, where there are any.
  func makeLists(capacity: Int) -> GradientLists? {
    if case .sparse(let shape) = sums { GradientLists(shape, leaves: capacity) } else { nil }
  }

  /// Computes the gradients of the parameters.
  ///
  /// - Parameters:
  ///   - outputGradient: taken back through the rectifier in place; afterwards that of the convolution's sums.
  ///   - lists: of ``makeLists(capacity:)``.
  func compute(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, target: GradientTarget,
    lists: GradientLists?
  ) {
    let count = pass.images * outputShape.count
    let gradient = outputGradient.slice(at: 0, count: count)
    bias.sum(
      gradient, rectified: rectifies ? output.slice(at: 0, count: count) : nil,
      rowsPerImage: outputShape.rows * outputShape.columns, columns: outputShape.pitch, pass, target)
    switch sums {
    case .dense: addDense(pass, input: input, gradient: gradient, target: target)
    case .denseByTap: addByTap(pass, input: input, gradient: gradient, target: target)
    case .sparse(let shape):
      guard let lists else { preconditionFailure("a sparse gradient is computed with lists") }
      pass.kernels.computeSparseGradient(
        SparseGradient(
          shape, leaves: target.leaves, gradient: gradient, winners: nil, input: input,
          kernel: kernel.view(of: pass.parameters), kernelGradient: kernel.view(of: target.view), inputGradient: nil,
          accumulates: target.accumulates, lists: lists.view))
    }
  }

  /// All taps at once, lanes over output channels.
  private func addDense(_ pass: Pass, input: FloatView, gradient: FloatView, target: GradientTarget) {
    let shape = ProductShape(
      rows: patch.count, columns: outputShape.pitch,
      depth: .init(count: outputShape.columns, a: columnStep, b: outputShape.pitch),
      inner: .init(
        count: outputShape.rows, a: rowStep, b: outputShape.columns * outputShape.pitch),
      outer: .init(count: pass.images, a: inputShape.count, b: outputShape.count),
      aOffsets: patch.view, cOffsets: kernelMatrixRows.view)
    pass.kernels.multiply(
      StridedProduct(
        shape, a: input, b: gradient, c: kernel.view(of: target.view), finish: target.finish, leaves: target.leaves))
  }

  /// Tap by tap, lanes over input channels, for a kernel that lies output channel by output channel.
  private func addByTap(_ pass: Pass, input: FloatView, gradient: FloatView, target: GradientTarget) {
    let shape = ProductShape(
      rows: outputShape.pitch, columns: inputShape.pitch,
      depth: .init(count: outputShape.columns, a: outputShape.pitch, b: columnStep),
      inner: .init(
        count: outputShape.rows, a: outputShape.columns * outputShape.pitch, b: rowStep),
      outer: .init(count: pass.images, a: outputShape.count, b: inputShape.count),
      aOffsets: patch.view, cOffsets: kernelMatrixRows.view)
    let kernelGradient = kernel.view(of: target.view)
    for ky in 0..<kernel.shape[0] {
      for kx in 0..<kernel.shape[1] {
        let (from, to) = (inputShape.offset(n: 0, y: ky, x: kx), (ky * kernel.shape[1] + kx) * inputShape.pitch)
        pass.kernels.multiply(
          StridedProduct(
            shape, a: gradient, b: input.slice(at: from, count: input.count - from),
            c: kernelGradient.slice(at: to, count: kernelGradient.count - to), finish: target.finish,
            leaves: target.leaves))
      }
    }
  }
}
