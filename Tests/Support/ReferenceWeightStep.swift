/// A valid convolution with bias, or a dense layer as the convolution of one pixel; no activation.
///
/// - Formula: output[y,x,o] = bias[o] + Σ(ky,kx,i) input[y+ky,x+kx,i] · kernel[ky,kx,i,o]
struct ReferenceWeightStep: ReferenceStep {
  /// Where everything is, for one image.
  let geometry: ReferenceConvolution
  /// The kernel's number in the model; the bias is the next.
  let tensor: Int

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    let (kernel, bias) = (operands.parameters[tensor], operands.parameters[tensor + 1])
    var output = Array(repeating: BoundedValue.zero, count: geometry.outputCount)
    forEachTerm { output[$2] += input[$0] * kernel[$1] }
    for index in output.indices { output[index] += bias[index % geometry.outputs] }
    return output
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    let kernel = operands.parameters[tensor]
    var gradient = Array(repeating: BoundedValue.zero, count: geometry.inputCount)
    forEachTerm { gradient[$0] += outputGradient[$2] * kernel[$1] }
    return gradient
  }

  func parameterGradients(of outputGradient: [BoundedValue], input: [BoundedValue]) -> [[BoundedValue]] {
    var kernel = Array(repeating: BoundedValue.zero, count: geometry.kernelCount)
    forEachTerm { kernel[$1] += input[$0] * outputGradient[$2] }
    var bias = Array(repeating: BoundedValue.zero, count: geometry.outputs)
    for (index, gradient) in outputGradient.enumerated() { bias[index % geometry.outputs] += gradient }
    return [kernel, bias]
  }

  /// Calls `body` with the places of the three numbers of each product in the formula.
  private func forEachTerm(_ body: (_ input: Int, _ kernel: Int, _ output: Int) -> Void) {
    for y in 0..<geometry.outputRows {
      for x in 0..<geometry.outputColumns {
        let output = geometry.outputOffset(n: 0, y: y, x: x)
        for ky in 0..<geometry.kernelRows {
          for kx in 0..<geometry.kernelColumns {
            let input = geometry.inputOffset(n: 0, y: y + ky, x: x + kx)
            for i in 0..<geometry.inputs {
              let kernel = geometry.kernelOffset(ky: ky, kx: kx, i: i)
              for o in 0..<geometry.outputs { body(input + i, kernel + o, output + o) }
            }
          }
        }
      }
    }
  }
}
