import CounterRandom
import KernelInterface

/// Inverted dropout of whole channels in training, nothing in evaluation; the mask depends on the image, not on its place.
///
/// Channel c of an image has the mask that element c would have in ``DropoutKernel``.
struct SpatialDropoutStage: Stage {
  let outputShape: ActivationShape
  private let rate: Double
  /// The layer's own seed; nil draws from the run's.
  private let seed: UInt64?
  /// The layer's number in the model, so that layers draw different masks.
  private let layer: Int
  private let ones: FloatBuffer
  private let zeros: FloatBuffer

  init(shape: ActivationShape, rate: Double, seed: UInt64?, layer: Int) {
    (outputShape, self.rate, self.seed, self.layer) = (shape, rate, seed, layer)
    ones = .ones(channelsOf: shape)
    zeros = FloatBuffer(count: shape.pitch)
  }

  var plan: StagePlan {
    StagePlan(
      forward: .memory("draws a mask of the channels and applies it"), weightGradient: nil,
      inputGradient: .memory("applies the mask again"), notes: [])
  }

  /// The masks of all images, and room for what is dropped of ones.
  func makeScratch(capacity: Int) -> FloatBuffer { FloatBuffer(count: (capacity + 1) * outputShape.pitch) }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch masks: FloatBuffer) {
    let (count, pitch) = (outputShape.count, outputShape.pitch)
    guard let draw = pass.draw else {
      output.slice(at: 0, count: pass.images * count).copy(from: input.slice(at: 0, count: pass.images * count))
      return
    }
    let unused = masks.view(at: masks.count - pitch, count: pitch)
    for image in 0..<pass.images {
      let mask = masks.view(at: image * pitch, count: pitch)
      pass.kernels.dropOut(
        DropoutKernel(
          input: ones.view, output: unused, mask: mask, generator: seed.map(Philox.init(seed:)) ?? draw.generator,
          image: pass.workspace.imageNumbers[image], epoch: UInt32(truncatingIfNeeded: draw.epoch),
          purposeAndLayer: RandomPurpose.dropout.word(layer: layer), keep: 1 - rate))
      scale(pass, input, into: output, image: image, mask)
    }
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch masks: FloatBuffer
  ) {
    guard let inputGradient else { return }
    for image in 0..<pass.images {
      let mask = masks.view(at: image * outputShape.pitch, count: outputShape.pitch)
      scale(pass, outputGradient, into: inputGradient, image: image, mask)
    }
  }

  private func scale(_ pass: Pass, _ source: FloatView, into target: FloatView, image: Int, _ mask: FloatView) {
    let (offset, count) = (image * outputShape.count, outputShape.count)
    pass.kernels.scaleChannels(
      ChannelScaling(
        rows: outputShape.rows * outputShape.columns, channels: outputShape.pitch,
        input: source.slice(at: offset, count: count), output: target.slice(at: offset, count: count), scale: mask,
        shift: zeros.view, rectifies: false))
  }
}
