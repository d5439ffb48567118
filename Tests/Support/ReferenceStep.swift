/// What the steps of a reference network compute with, besides their input.
struct ReferenceOperands {
  let parameters: [[BoundedValue]]
  let masks: [Int: [Float]]
}

/// A piece of a layer for one image: convolution and rectifier are two.
protocol ReferenceStep: Sendable {
  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue]

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue]

  /// One array for each tensor of the step, in model order.
  func parameterGradients(of outputGradient: [BoundedValue], input: [BoundedValue]) -> [[BoundedValue]]

  /// How far the input is from a point where the step has no derivative.
  func kinkDistance(input: [BoundedValue]) -> Double
}

extension ReferenceStep {
  func parameterGradients(of outputGradient: [BoundedValue], input: [BoundedValue]) -> [[BoundedValue]] { [] }
  func kinkDistance(input: [BoundedValue]) -> Double { .infinity }
}

/// output[e] = max(0, input[e])
struct ReferenceRectifierStep: ReferenceStep {
  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    input.map { $0.value > 0 ? $0 : .zero }
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    zip(input, outputGradient).map { $0.value > 0 ? $1 : .zero }
  }

  func kinkDistance(input: [BoundedValue]) -> Double {
    input.filter { !$0.isConstantZero }.map { $0.value.magnitude - $0.bound }.min() ?? .infinity
  }
}

/// output[e] = input[e] · mask[e], with the mask of layer number `layer`.
struct ReferenceMaskStep: ReferenceStep {
  let layer: Int

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    guard let mask = operands.masks[layer] else { return input }
    return zip(input, mask).map { $0 * BoundedValue(Double($1)) }
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] { output(outputGradient, operands) }
}
