import KernelInterface

/// Softmax over the channels of each pixel, inside a network; the last layer's is part of the loss.
///
/// - Formula: output(k) = e^(z(k) − max z) / Σ e^(z − max z); input gradient (k) = output(k) · (d(k) − Σ d · output).
/// - In double precision, one number after the other: a rare layer.
struct SoftmaxStage: Stage {
  let outputShape: ActivationShape

  var plan: StagePlan {
    StagePlan(
      forward: .memory("number by number"), weightGradient: nil, inputGradient: .memory("number by number"), notes: [])
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: NoScratch) {
    forEachPixel(pass) { offset in
      var largest = -Float.infinity
      for k in offset where input[k] > largest { largest = input[k] }
      var total = 0.0
      for k in offset { total += ElementaryFunctions.exp(Double(input[k]) - Double(largest)) }
      for k in offset { output[k] = Float(ElementaryFunctions.exp(Double(input[k]) - Double(largest)) / total) }
    }
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: NoScratch
  ) {
    guard let inputGradient else { return }
    inputGradient.slice(at: 0, count: pass.images * outputShape.count).fill(0)
    forEachPixel(pass) { offset in
      var sum = 0.0
      for k in offset { sum += Double(outputGradient[k]) * Double(output[k]) }
      for k in offset { inputGradient[k] = Float(Double(output[k]) * (Double(outputGradient[k]) - sum)) }
    }
  }

  /// Calls `body` with the places of each pixel's channels.
  private func forEachPixel(_ pass: Pass, _ body: (Range<Int>) -> Void) {
    for pixel in 0..<pass.images * outputShape.rows * outputShape.columns {
      body(pixel * outputShape.pitch..<pixel * outputShape.pitch + outputShape.channels)
    }
  }
}
