import KernelInterface

/// A function of each number, as a layer of its own.
struct ActivationStage: Stage {
  let outputShape: ActivationShape
  private let function: ActivationKernel.Function
  private let mask: FloatBuffer

  init(_ function: ActivationKernel.Function, shape: ActivationShape) {
    self.function = function
    outputShape = shape
    mask = .ones(channelsOf: shape)
  }

  var plan: StagePlan {
    StagePlan(
      forward: .memory("element by element"), weightGradient: nil, inputGradient: .memory("element by element"),
      notes: [])
  }

  private func activation(_ pass: Pass, input: FloatView, output: FloatView) -> ActivationKernel {
    ActivationKernel(
      function, rows: pass.images * outputShape.rows * outputShape.columns, channels: outputShape.pitch, input: input,
      output: output, mask: mask.view)
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: NoScratch) {
    pass.kernels.activate(activation(pass, input: input, output: output))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: NoScratch
  ) {
    guard let inputGradient else { return }
    pass.kernels.computeActivationGradient(
      activation(pass, input: input, output: output), outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

extension FloatBuffer {
  /// A one for each channel, and a zero for each that only fills a vector.
  static func ones(channelsOf shape: ActivationShape) -> FloatBuffer { filled(with: 1, channelsOf: shape) }

  /// A value for each channel, and a zero for each that only fills a vector.
  static func filled(with value: Float, channelsOf shape: ActivationShape) -> FloatBuffer {
    let buffer = FloatBuffer(count: shape.pitch)
    for channel in 0..<shape.channels { buffer[channel] = value }
    return buffer
  }
}
