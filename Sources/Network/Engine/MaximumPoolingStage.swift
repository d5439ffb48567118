import KernelInterface

/// Max-pooling; the forward pass notes each window's winner for the backward pass.
struct MaximumPoolingStage: Stage {
  let outputShape: ActivationShape
  private let shape: MaximumPooling.Shape

  init(input: ActivationShape, window: (rows: Int, columns: Int), strides: (rows: Int, columns: Int)) {
    shape = MaximumPooling.Shape(
      rows: input.rows, columns: input.columns, channels: input.pitch, windowRows: window.rows,
      windowColumns: window.columns, strideRows: strides.rows, strideColumns: strides.columns)
    outputShape = ActivationShape(rows: shape.outputRows, columns: shape.outputColumns, channels: input.channels)
  }

  var plan: StagePlan {
    StagePlan(
      forward: .memory("maximum of each window"), weightGradient: nil,
      inputGradient: .memory("to each window's winner"),
      notes: [])
  }

  func makeScratch(capacity: Int) -> StageScratch {
    StageScratch(floats: FloatBuffer(count: capacity * outputShape.count))
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: StageScratch) {
    guard let positions = scratch.floats else { return }
    pass.kernels.poolMaximum(
      MaximumPooling(shape, images: pass.images, input: input, output: output, positions: positions.view))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: StageScratch
  ) {
    guard let inputGradient, let positions = scratch.floats else { return }
    pass.kernels.spreadMaximumGradient(
      MaximumPooling(
        shape, images: pass.images, input: inputGradient, output: outputGradient, positions: positions.view))
  }
}
