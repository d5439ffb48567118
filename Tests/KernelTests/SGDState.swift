import KernelInterface
import Support
import Testing

/// What a step of gradient descent reads and writes, in plain arrays.
struct SGDState {
  static let rate: Float = 0.03
  static let scale: Float = 1 / 96

  var parameters: [Float]
  var velocities: [Float]
  var gradientSum: [Float]

  static func random(_ count: Int, seed: UInt64) -> SGDState {
    var generator = SeededGenerator(seed: seed)
    return SGDState(
      parameters: generator.floats(count, in: -0.1...0.1), velocities: generator.floats(count, in: -0.1...0.1),
      gradientSum: generator.floats(count, in: -9...9))
  }

  var all: [Float] { parameters + velocities + gradientSum }
}

/// A way to descend.
struct SGDCase: Sendable, CustomTestStringConvertible {
  /// Nil for none, and no velocities.
  var momentum: Float?
  var isNesterov = false
  var penalty: Float = 0
  var signPenalty: Float = 0
  var weightDecay: Float = 0

  var testDescription: String {
    "momentum \(momentum ?? 0)\(isNesterov ? " of Nesterov" : ""), penalty \(penalty), decay \(weightDecay)"
  }

  static let all: [SGDCase] = [
    SGDCase(), SGDCase(penalty: 0.02, weightDecay: 0.01), SGDCase(momentum: 0.9),
    SGDCase(signPenalty: 0.03),
    SGDCase(momentum: 0.9, isNesterov: true),
    SGDCase(momentum: 0.5, isNesterov: true, penalty: 0.02, weightDecay: 0.01),
  ]

  /// The state after one step of `kernels`, on operands between guards.
  func stepped(by kernels: any KernelSet.Type, _ state: SGDState, shift: Int = 0) -> SGDState {
    let operands = [state.parameters, state.velocities, state.gradientSum].map { GuardedFloats($0, shift: shift) }
    kernels.stepSGD(
      SGDStep(
        gradient: PenalizedGradient(
          parameters: operands[0].view, sum: operands[2].view, scale: SGDState.scale, penalty: penalty,
          signPenalty: signPenalty),
        velocities: momentum == nil ? nil : operands[1].view, rate: SGDState.rate, momentum: momentum ?? 0,
        isNesterov: isNesterov, weightDecay: weightDecay))
    for operand in operands { #expect(operand.overrun == nil, "\(kernels.name)") }
    return SGDState(parameters: operands[0].array, velocities: operands[1].array, gradientSum: operands[2].array)
  }

  /// The documented formula, every operation rounded to single precision.
  func expected(_ state: SGDState) -> SGDState {
    var state = state
    for index in state.parameters.indices {
      var w = state.parameters[index]
      var g = state.gradientSum[index] * SGDState.scale + w * penalty
      if signPenalty != 0 { g += w > 0 ? signPenalty : w < 0 ? -signPenalty : 0 }
      w -= w * weightDecay
      if let momentum {
        let m = state.velocities[index] * momentum - g * SGDState.rate
        w += isNesterov ? m * momentum - g * SGDState.rate : m
        state.velocities[index] = m
      } else {
        w -= g * SGDState.rate
      }
      state.parameters[index] = w
    }
    return state
  }
}
