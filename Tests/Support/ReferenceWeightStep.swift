/// A convolution with or without bias, or a dense layer as the convolution of one pixel; no activation.
///
/// - Formula: ``ReferenceConvolution``.
struct ReferenceWeightStep: ReferenceStep {
  /// Where everything is, for one image.
  let geometry: ReferenceConvolution
  /// The kernel's number in the model; the bias is the next.
  let tensor: Int
  let usesBias: Bool

  private func geometry(_ operands: ReferenceOperands) -> ReferenceConvolution {
    geometry.with(images: operands.images.count)
  }

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    let (geometry, kernel) = (geometry(operands), operands.parameters[tensor])
    var output = Array(repeating: BoundedValue.zero, count: geometry.outputCount)
    var isBlank = Array(repeating: true, count: geometry.outputCount)
    geometry.forEachTerm {
      output[$2] += input[$0] * kernel[$1]
      if !input[$0].isConstantZero { isBlank[$2] = false }
    }
    if let error = winogradError(operands) {
      let measure = geometry.outputMeasure(input: input.map(\.value), kernel: kernel.map(\.value))
      // A window of zeros is no rounding error: its sum is zero by any algorithm.
      for index in output.indices where !isBlank[index] {
        output[index] = output[index].widened(by: error * measure[index])
      }
    }
    guard usesBias else { return output }
    let bias = operands.parameters[tensor + 1]
    for index in output.indices { output[index] += bias[index % geometry.outputs] }
    return output
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    let (geometry, kernel) = (geometry(operands), operands.parameters[tensor])
    var gradient = Array(repeating: BoundedValue.zero, count: geometry.inputCount)
    var isReached = Array(repeating: false, count: geometry.inputCount)
    geometry.forEachTerm {
      gradient[$0] += outputGradient[$2] * kernel[$1]
      if !outputGradient[$2].isConstantZero { isReached[$0] = true }
    }
    guard let error = winogradError(operands) else { return gradient }
    let measure = geometry.inputGradientMeasure(
      kernel: kernel.map(\.value), outputGradient: outputGradient.map(\.value))
    for index in gradient.indices where isReached[index] {
      gradient[index] = gradient[index].widened(by: error * measure[index])
    }
    return gradient
  }

  func parameterGradients(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [[BoundedValue]] {
    let geometry = geometry(operands)
    var kernel = Array(repeating: BoundedValue.zero, count: geometry.kernelCount)
    geometry.forEachTerm { kernel[$1] += input[$0] * outputGradient[$2] }
    if let error = winogradError(operands) {
      let measure = geometry.kernelGradientMeasure(
        input: input.map(\.value), outputGradient: outputGradient.map(\.value))
      kernel = zip(kernel, measure).map { $0.widened(by: error * $1) }
    }
    guard usesBias else { return [kernel] }
    var bias = Array(repeating: BoundedValue.zero, count: geometry.outputs)
    for (index, gradient) in outputGradient.enumerated() { bias[index % geometry.outputs] += gradient }
    return [kernel, bias]
  }

  /// The error of Winograd's filtering, if that may compute this layer.
  private func winogradError(_ operands: ReferenceOperands) -> Double? {
    let isFiltered =
      operands.pass.winogradError > 0 && geometry.kernelRows == 3 && geometry.kernelColumns == 3
      && geometry.strides == (1, 1)
    return isFiltered ? operands.pass.winogradError : nil
  }
}
