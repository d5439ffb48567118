import KernelInterface
import Support
import Testing

/// What a step of Adam reads and writes, in plain arrays.
struct AdamState {
  static let learningRate: Float = 0.001
  static let decays: (first: Float, second: Float) = (0.1, 0.001)
  static let epsilon: Float = 1e-7
  /// 1 / 96: not a power of two, as in the short last batch of an epoch.
  static let scale: Float = 1 / 96
  /// The learning rate with the corrections of the first step.
  static let rate = learningRate * decays.second.squareRoot() / decays.first

  /// What is done to the weights besides: an L2 penalty, and a decay.
  struct Regularization: Sendable {
    var penalty: Float = 0
    var weightDecay: Float = 0

    static let all = [
      Regularization(), .init(penalty: 0.02), .init(weightDecay: 0.004), .init(penalty: 3, weightDecay: 0.5),
    ]
  }

  var parameters: [Float]
  var firstMoments: [Float]
  var secondMoments: [Float]
  var gradientSum: [Float]

  static func random(_ count: Int, seed: UInt64) -> AdamState {
    var generator = SeededGenerator(seed: seed)
    // Parameters as small as a step, so that their last bit shows how the step was rounded.
    return AdamState(
      parameters: generator.floats(count, in: -0.001...0.001), firstMoments: generator.floats(count, in: -0.1...0.1),
      secondMoments: generator.floats(count, in: 0...0.01), gradientSum: generator.floats(count, in: -9...9))
  }

  var all: [Float] { parameters + firstMoments + secondMoments + gradientSum }

  func suffix(_ count: Int) -> AdamState {
    AdamState(
      parameters: parameters.suffix(count), firstMoments: firstMoments.suffix(count),
      secondMoments: secondMoments.suffix(count), gradientSum: gradientSum.suffix(count))
  }

  /// The state after one step of `kernels`, on operands between guards.
  func stepped(
    by kernels: any KernelSet.Type, shift: Int = 0, _ regularization: Regularization = .init()
  ) -> AdamState {
    let operands = [parameters, firstMoments, secondMoments, gradientSum].map { GuardedFloats($0, shift: shift) }
    kernels.stepAdam(
      AdamStep(
        gradient: PenalizedGradient(
          parameters: operands[0].view, sum: operands[3].view, scale: Self.scale, penalty: regularization.penalty),
        firstMoments: operands[1].view, secondMoments: operands[2].view, rate: Self.rate,
        firstDecay: Self.decays.first, secondDecay: Self.decays.second, epsilon: Self.epsilon,
        weightDecay: regularization.weightDecay))
    for operand in operands { #expect(operand.overrun == nil, "\(kernels.name)") }
    return AdamState(
      parameters: operands[0].array, firstMoments: operands[1].array, secondMoments: operands[2].array,
      gradientSum: operands[3].array)
  }
}

extension AdamState {
  fileprivate init(
    parameters: ArraySlice<Float>, firstMoments: ArraySlice<Float>, secondMoments: ArraySlice<Float>,
    gradientSum: ArraySlice<Float>
  ) {
    self.init(
      parameters: Array(parameters), firstMoments: Array(firstMoments), secondMoments: Array(secondMoments),
      gradientSum: Array(gradientSum))
  }
}
