import KernelInterface
import Support
import Testing

/// What a step of RMSprop reads and writes, in plain arrays.
struct RMSpropState {
  static let rate: Float = 0.03
  static let scale: Float = 1 / 96

  var parameters: [Float]
  var squares: [Float]
  var means: [Float]
  var velocities: [Float]
  var gradientSum: [Float]

  static func random(_ count: Int, seed: UInt64) -> RMSpropState {
    var generator = SeededGenerator(seed: seed)
    return RMSpropState(
      parameters: generator.floats(count, in: -0.1...0.1), squares: generator.floats(count, in: 0.01...0.1),
      means: generator.floats(count, in: -0.1...0.1), velocities: generator.floats(count, in: -0.1...0.1),
      gradientSum: generator.floats(count, in: -9...9))
  }

  var all: [Float] { parameters + squares + means + velocities + gradientSum }
}

/// A way to take such steps.
struct RMSpropCase: Sendable, CustomTestStringConvertible {
  /// Nil for none, and no velocities.
  var momentum: Float?
  var isCentered = false
  var penalty: Float = 0
  var signPenalty: Float = 0
  var weightDecay: Float = 0

  private static let rho = 0.9
  private static let epsilon: Float = 1e-3

  var testDescription: String {
    "momentum \(momentum ?? 0)\(isCentered ? ", centred" : ""), penalties \(signPenalty) and \(penalty), decay \(weightDecay)"
  }

  static let all: [RMSpropCase] = [
    RMSpropCase(), RMSpropCase(isCentered: true), RMSpropCase(momentum: 0.75),
    RMSpropCase(penalty: 0.02, signPenalty: 0.01, weightDecay: 0.01),
    RMSpropCase(momentum: 0.5, isCentered: true, penalty: 0.02),
  ]

  /// The state after one step of `kernels`, on operands between guards.
  func stepped(by kernels: any KernelSet.Type, _ state: RMSpropState, shift: Int = 0) -> RMSpropState {
    let operands = [state.parameters, state.squares, state.means, state.velocities, state.gradientSum].map {
      GuardedFloats($0, shift: shift)
    }
    kernels.stepRMSprop(
      RMSpropStep(
        gradient: PenalizedGradient(
          parameters: operands[0].view, sum: operands[4].view, scale: RMSpropState.scale, penalty: penalty,
          signPenalty: signPenalty),
        squares: operands[1].view, means: isCentered ? operands[2].view : nil,
        velocities: momentum == nil ? nil : operands[3].view, rate: RMSpropState.rate, rho: Self.rho,
        momentum: momentum ?? 0, epsilon: Self.epsilon, weightDecay: weightDecay))
    for operand in operands { #expect(operand.overrun == nil, "\(kernels.name)") }
    return RMSpropState(
      parameters: operands[0].array, squares: operands[1].array, means: operands[2].array,
      velocities: operands[3].array, gradientSum: operands[4].array)
  }

  /// The documented formula, every operation rounded to single precision.
  func expected(_ state: RMSpropState) -> RMSpropState {
    var state = state
    let (rho, rest) = (Float(Self.rho), Float(1 - Self.rho))
    for index in state.parameters.indices {
      var w = state.parameters[index]
      var g = state.gradientSum[index] * RMSpropState.scale + w * penalty
      if signPenalty != 0 { g += w > 0 ? signPenalty : w < 0 ? -signPenalty : 0 }
      w -= w * weightDecay
      state.squares[index] = state.squares[index] * rho + g * g * rest
      var divisor = state.squares[index] + Self.epsilon
      if isCentered {
        state.means[index] = state.means[index] * rho + g * rest
        divisor = state.squares[index] - state.means[index] * state.means[index] + Self.epsilon
      }
      var change = g * RMSpropState.rate / divisor.squareRoot()
      if let momentum {
        change = state.velocities[index] * momentum + change
        state.velocities[index] = change
      }
      state.parameters[index] = w - change
    }
    return state
  }
}
