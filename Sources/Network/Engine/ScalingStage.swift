import KernelInterface

/// The same factor and summand for every number: Keras' `Rescaling`.
struct ScalingStage: Stage {
  let outputShape: ActivationShape
  private let scale: FloatBuffer
  private let shift: FloatBuffer
  private let zeros: FloatBuffer

  init(scale: Float, offset: Float, shape: ActivationShape) {
    outputShape = shape
    let isPadded = shape.pitch % Lanes.width == 0
    let channels = isPadded ? shape : .flat(Lanes.width)
    self.scale = .filled(with: scale, channelsOf: channels)
    shift = .filled(with: offset, channelsOf: channels)
    zeros = FloatBuffer(count: channels.pitch)
  }

  var plan: StagePlan {
    StagePlan(
      forward: .memory("scales and shifts"), weightGradient: nil, inputGradient: .memory("scales"), notes: [])
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: StageScratch) {
    apply(shift, pass, from: input, to: output)
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: StageScratch
  ) {
    guard let inputGradient else { return }
    apply(zeros, pass, from: outputGradient, to: inputGradient)
  }

  private func apply(_ shift: FloatBuffer, _ pass: Pass, from source: FloatView, to target: FloatView) {
    let count = pass.images * outputShape.count
    // The network's input has no padded channels: there all numbers are alike, whatever pixel they are of.
    let width = outputShape.pitch % Lanes.width == 0 ? outputShape.pitch : Lanes.width
    let whole = count - count % width
    pass.kernels.scaleChannels(
      ChannelScaling(
        rows: whole / width, channels: width, input: source, output: target, scale: scale.view, shift: shift.view,
        rectifies: false))
    for index in whole..<count { target[index] = source[index] * scale[0] + shift[0] }
  }
}
