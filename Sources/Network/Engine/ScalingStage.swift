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

  /// A vector for what is left behind whole ones; empty where nothing is.
  func makeScratch(capacity: Int) -> FloatBuffer {
    FloatBuffer(count: outputShape.pitch % Lanes.width == 0 ? 0 : Lanes.width)
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch rest: FloatBuffer) {
    apply(shift, pass, from: input, to: output, rest.view)
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch rest: FloatBuffer
  ) {
    guard let inputGradient else { return }
    apply(zeros, pass, from: outputGradient, to: inputGradient, rest.view)
  }

  private func apply(
    _ shift: FloatBuffer, _ pass: Pass, from source: FloatView, to target: FloatView, _ rest: FloatView
  ) {
    let count = pass.images * outputShape.count
    let whole = count - count % width
    scale(source, to: target, rows: whole / width, shift, pass)
    guard whole < count else { return }
    // Through a whole vector: number by number the rounding would be another than among whole vectors.
    rest.slice(at: 0, count: count - whole).copy(from: source.slice(at: whole, count: count - whole))
    scale(rest, to: rest, rows: 1, shift, pass)
    target.slice(at: whole, count: count - whole).copy(from: rest.slice(at: 0, count: count - whole))
  }

  /// The network's input has no padded channels: there all numbers are alike, whatever pixel they are of.
  private var width: Int { outputShape.pitch % Lanes.width == 0 ? outputShape.pitch : Lanes.width }

  private func scale(_ source: FloatView, to target: FloatView, rows: Int, _ shift: FloatBuffer, _ pass: Pass) {
    pass.kernels.scaleChannels(
      ChannelScaling(
        rows: rows, channels: width, input: source, output: target, scale: scale.view, shift: shift.view,
        rectifies: false))
  }
}
