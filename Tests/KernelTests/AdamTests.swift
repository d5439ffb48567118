import KernelInterface
import Kernels
import Support
import Testing

@Suite("Adam")
struct AdamTests {
  static let lengths = [0, 16, 48, 1600]

  @Test("one step within four ulps", arguments: KernelRegistry.all, AdamState.Regularization.all)
  func step(entry: KernelRegistry.Entry, regularization: AdamState.Regularization) throws {
    for length in Self.lengths { try step(entry.kernelsOrSkip(), regularization, length: length) }
  }

  private func step(
    _ kernels: any KernelSet.Type, _ regularization: AdamState.Regularization, length: Int
  ) {
    let state = AdamState.random(length, seed: 11)
    let expected = (0..<length).map { index in
      let parameter = state.parameters[index]
      return ReferenceAdam(
        parameter: parameter * (1 - regularization.weightDecay), firstMoment: state.firstMoments[index],
        secondMoment: state.secondMoments[index],
        gradient: Double(state.gradientSum[index]) * Double(AdamState.scale)
          + Double(parameter) * Double(regularization.penalty), rate: AdamState.rate,
        decays: AdamState.decays, epsilon: AdamState.epsilon)
    }
    let found = state.stepped(by: kernels, regularization)
    let comment: Comment = "\(kernels.name), \(length) parameters, \(regularization)"
    #expect(firstDeviation(found.parameters, from: expected.map(\.parameter)) == nil, comment)
    #expect(firstDeviation(found.firstMoments, from: expected.map(\.firstMoment)) == nil, comment)
    #expect(firstDeviation(found.secondMoments, from: expected.map(\.secondMoment)) == nil, comment)
    #expect(firstDifference(found.gradientSum, from: state.gradientSum) == nil, "the gradient is an input")
  }

  @Test("a parameter has the same bits wherever it stands", arguments: KernelRegistry.all)
  func placement(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let state = AdamState.random(64, seed: 12)
    let whole = state.stepped(by: kernels)
    for length in [16, 32, 48] {
      for shift in [0, 1] {
        let part = state.suffix(length).stepped(by: kernels, shift: shift)
        let difference = firstDifference(part.all, from: whole.suffix(length).all)
        #expect(difference == nil, "\(kernels.name), the last \(length) parameters, shift \(shift)")
      }
    }
  }

  @Test("without a gradient and moments nothing moves", arguments: KernelRegistry.all)
  func rest(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var state = AdamState.random(48, seed: 13)
    let zeros = Array(repeating: Float.zero, count: 48)
    (state.firstMoments, state.secondMoments, state.gradientSum) = (zeros, zeros, zeros)
    #expect(firstDifference(state.stepped(by: kernels).all, from: state.all) == nil)
  }

  @Test("the first step is as long as the learning rate", arguments: KernelRegistry.all)
  func firstStep(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var state = AdamState.random(48, seed: 14)
    let zeros = Array(repeating: Float.zero, count: 48)
    (state.parameters, state.firstMoments, state.secondMoments) = (zeros, zeros, zeros)
    let found = state.stepped(by: kernels).parameters
    for (gradient, parameter) in zip(state.gradientSum, found) where gradient.magnitude > 1 {
      // m = g (1 − β1), √v = |g| √(1 − β2), and `rate` cancels both factors; ε is 1e-7 of more than 1e-4.
      let expected = -Double(AdamState.learningRate) * (gradient < 0 ? -1 : 1)
      #expect((Double(parameter) - expected).magnitude < 1e-3 * Double(AdamState.learningRate))
    }
  }
}
