import KernelInterface

/// A copy between two memory shapes of the same pixels: it adds or leaves out the padding of channels.
///
/// Flattening is such a copy, in H, W, C order, and so is the padding of the network's input. Where nothing would move,
/// ``Lowering`` makes no stage.
struct RepackingStage: Stage {
  let inputShape: ActivationShape
  let outputShape: ActivationShape
  /// Floats from one pixel to the next in the output.
  private let outputPitch: Int

  /// Flattens to `[rows · columns · channels]`.
  static func flattening(_ input: ActivationShape) -> RepackingStage {
    RepackingStage(
      inputShape: input, outputShape: .flat(input.rows * input.columns * input.channels), outputPitch: input.channels)
  }

  /// Pads the channels to whole vectors.
  static func padding(_ input: ActivationShape) -> RepackingStage {
    let output = ActivationShape(rows: input.rows, columns: input.columns, channels: input.channels)
    return RepackingStage(inputShape: input, outputShape: output, outputPitch: output.pitch)
  }

  /// True where the copy would change nothing.
  var isFree: Bool { inputShape.pitch == outputPitch && inputShape.count == outputShape.count }

  var plan: StagePlan {
    StagePlan(
      forward: .memory("copies to another layout"), weightGradient: nil,
      inputGradient: .memory("copies to another layout"), notes: [])
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: StageScratch) {
    forEachPixel(images: pass.images) { from, to in
      output.slice(at: to, count: inputShape.channels).copy(from: input.slice(at: from, count: inputShape.channels))
    }
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: StageScratch
  ) {
    guard let inputGradient else { return }
    forEachPixel(images: pass.images) { to, from in
      inputGradient.slice(at: to, count: inputShape.channels)
        .copy(from: outputGradient.slice(at: from, count: inputShape.channels))
    }
  }

  /// Calls `body` with the offset of each pixel in the input and in the output.
  private func forEachPixel(images: Int, _ body: (_ input: Int, _ output: Int) -> Void) {
    for n in 0..<images {
      for pixel in 0..<inputShape.rows * inputShape.columns {
        body(n * inputShape.count + pixel * inputShape.pitch, n * outputShape.count + pixel * outputPitch)
      }
    }
  }
}
