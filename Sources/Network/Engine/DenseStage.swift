import KernelInterface

/// Fully connected layer, with bias and rectifier if wanted.
///
/// - Forward: output[n,o] = bias[o] + Σ(i) input[n,i] · kernel[i,o]
/// - Weight gradient: Σ(n) input[n,i] · outputGradient[n,o]; input gradient: Σ(o) outputGradient[n,o] · kernel[i,o].
struct DenseStage: Stage {
  let inputShape: ActivationShape
  let outputShape: ActivationShape
  let kernel: TensorPlacement
  let bias: LayerBias
  let rectifies: Bool
  /// The kernel transposed, for the input's gradient; nil in a first stage, which has none.
  let transposed: PreparedPlacement?
  private let inputImages: IndexTable
  private let outputImages: IndexTable
  private let features: IndexTable
  private let kernelRows: IndexTable

  init(
    input: ActivationShape, kernel: TensorPlacement, bias: LayerBias, rectifies: Bool,
    transposed: PreparedPlacement?, capacity: Int
  ) {
    self.transposed = transposed
    let output = ActivationShape.flat(bias.channels)
    (inputShape, outputShape) = (input, output)
    (self.kernel, self.bias, self.rectifies) = (kernel, bias, rectifies)
    inputImages = IndexTable((0..<capacity).map { $0 * input.count })
    outputImages = IndexTable((0..<capacity).map { $0 * output.count })
    features = IndexTable(Array(0..<input.count))
    kernelRows = IndexTable((0..<input.count).map { $0 * output.count })
  }

  var plan: StagePlan {
    let inputs = inputShape.rows * inputShape.columns * inputShape.channels
    let direct = KernelPlan(
      .general, "direct, in register tiles", dense: inputs * outputShape.channels,
      computed: inputShape.count * outputShape.count)
    return StagePlan(
      forward: direct, weightGradient: direct, inputGradient: direct,
      notes: [outputShape.paddingNote].compactMap(\.self))
  }

  func prepare(_ parameters: FloatView, into prepared: FloatView, kernels: any KernelSet.Type) {
    guard let transposed else { return }
    kernels.transpose(
      Transposition(
        kernel.view(of: parameters), into: transposed.view(of: prepared), rows: inputShape.count,
        columns: outputShape.count))
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: NoScratch) {
    let shape = ProductShape(
      rows: pass.images, columns: outputShape.count,
      depth: .init(count: inputShape.count, a: 1, b: outputShape.count),
      aOffsets: inputImages.view, cOffsets: outputImages.view)
    pass.kernels.multiply(
      StridedProduct(
        shape, a: input, b: kernel.view(of: pass.parameters), c: output, bias: bias.view(of: pass.parameters),
        finish: rectifies ? .addBiasAndRectify : .addBias))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: NoScratch
  ) {
    let count = pass.images * outputShape.count
    let gradient = outputGradient.slice(at: 0, count: count)
    bias.sum(
      gradient, rectified: rectifies ? output.slice(at: 0, count: count) : nil, rowsPerImage: 1,
      columns: outputShape.count, pass, target)
    let weights = ProductShape(
      rows: inputShape.count, columns: outputShape.count,
      depth: .once, outer: .init(count: pass.images, a: inputShape.count, b: outputShape.count),
      aOffsets: features.view, cOffsets: kernelRows.view)
    pass.kernels.multiply(
      StridedProduct(
        weights, a: input, b: gradient, c: kernel.view(of: target.view), finish: target.finish,
        leaves: target.leaves))
    guard let inputGradient else { return }
    let inputs = ProductShape(
      rows: pass.images, columns: inputShape.count,
      depth: .init(count: outputShape.count, a: 1, b: inputShape.count),
      aOffsets: outputImages.view, cOffsets: inputImages.view)
    pass.kernels.multiply(
      StridedProduct(
        inputs, a: outputGradient, b: transposed.required.view(of: pass.prepared), c: inputGradient, finish: .store)
    )
  }
}
