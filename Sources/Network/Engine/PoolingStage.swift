import KernelInterface

/// Maximum or mean of windows, or of the whole image; a maximum's forward pass notes each window's winner for the backward pass.
struct PoolingStage: Stage {
  let outputShape: ActivationShape
  private let kind: Pooling2D.Kind
  private let shape: Pooling.Shape

  /// Windows that move over an image.
  init(_ kind: Pooling2D.Kind, _ shape: Pooling.Shape, channels: Int) {
    self.kind = kind
    self.shape = shape
    outputShape = ActivationShape(rows: shape.outputRows, columns: shape.outputColumns, channels: channels)
  }

  /// One window, as large as the image; the output is flat.
  init(global kind: Pooling2D.Kind, of input: ActivationShape) {
    self.kind = kind
    let size = (rows: input.rows, columns: input.columns)
    shape = Pooling.Shape(
      rows: input.rows, columns: input.columns, channels: input.pitch, window: size, strides: size, output: (1, 1))
    outputShape = .flat(input.channels)
  }

  var plan: StagePlan {
    switch kind {
    case .maximum:
      StagePlan(
        forward: .memory("maximum of each window"), weightGradient: nil,
        inputGradient: .memory("to each window's winner"), notes: [])
    case .average:
      StagePlan(
        forward: .memory("mean of each window"), weightGradient: nil,
        inputGradient: .memory("a share to each of a window"), notes: [])
    }
  }

  /// Where a maximum's winners are; empty for a mean, which has none.
  func makeScratch(capacity: Int) -> FloatBuffer {
    FloatBuffer(count: kind == .maximum ? capacity * outputShape.count : 0)
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch winners: FloatBuffer) {
    pass.kernels.pool(
      Pooling(shape, images: pass.images, input: input, output: output, positions: positions(winners)))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch winners: FloatBuffer
  ) {
    guard let inputGradient else { return }
    pass.kernels.computePoolingGradient(
      Pooling(
        shape, images: pass.images, input: inputGradient, output: outputGradient, positions: positions(winners)))
  }

  /// Nil is what the kernels know a mean by.
  private func positions(_ winners: FloatBuffer) -> FloatView? { kind == .maximum ? winners.view : nil }
}
