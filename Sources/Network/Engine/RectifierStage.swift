import KernelInterface

/// A rectifier as a layer of its own: output = max(0, input).
struct RectifierStage: Stage {
  let outputShape: ActivationShape

  var plan: StagePlan {
    StagePlan(
      forward: .memory("element by element"), weightGradient: nil, inputGradient: .memory("element by element"),
      notes: [])
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: StageScratch) {
    let count = pass.images * outputShape.count
    let target = output.slice(at: 0, count: count)
    target.copy(from: input.slice(at: 0, count: count))
    pass.kernels.maskByPositive(gradient: target, output: input.slice(at: 0, count: count))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: StageScratch
  ) {
    guard let inputGradient else { return }
    let count = pass.images * outputShape.count
    let gradient = inputGradient.slice(at: 0, count: count)
    gradient.copy(from: outputGradient.slice(at: 0, count: count))
    pass.kernels.maskByPositive(gradient: gradient, output: output.slice(at: 0, count: count))
  }
}
