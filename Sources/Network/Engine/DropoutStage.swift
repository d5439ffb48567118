import CounterRandom
import KernelInterface

/// Inverted dropout in training, nothing in evaluation; the mask depends on the image, not on its place.
struct DropoutStage: Stage {
  let outputShape: ActivationShape
  let rate: Double
  /// The layer's own seed; nil draws from the run's.
  let seed: UInt64?
  /// The layer's number in the model, so that layers draw different masks.
  let layer: Int

  var plan: StagePlan {
    StagePlan(
      forward: .memory("draws masks and applies them"), weightGradient: nil,
      inputGradient: .memory("applies the masks again"), notes: [])
  }

  /// The masks of all images.
  func makeScratch(capacity: Int) -> FloatBuffer { FloatBuffer(count: capacity * outputShape.count) }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch masks: FloatBuffer) {
    let count = outputShape.count
    guard let draw = pass.draw else {
      output.slice(at: 0, count: pass.images * count).copy(from: input.slice(at: 0, count: pass.images * count))
      return
    }
    for image in 0..<pass.images {
      let offset = image * count
      pass.kernels.dropOut(
        DropoutKernel(
          input: input.slice(at: offset, count: count), output: output.slice(at: offset, count: count),
          mask: masks.view(at: offset, count: count), generator: seed.map(Philox.init(seed:)) ?? draw.generator,
          image: pass.workspace.imageNumbers[image], epoch: UInt32(truncatingIfNeeded: draw.epoch),
          purposeAndLayer: RandomPurpose.dropout.word(layer: layer), keep: 1 - rate))
    }
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch masks: FloatBuffer
  ) {
    guard let inputGradient else { return }
    let count = pass.images * outputShape.count
    pass.kernels.multiplyElements(
      outputGradient.slice(at: 0, count: count), masks.view(at: 0, count: count),
      into: inputGradient.slice(at: 0, count: count))
  }
}
