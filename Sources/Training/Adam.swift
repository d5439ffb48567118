package import KernelInterface

/// The Adam optimiser: moments of all parameters, and the step.
package final class Adam: Sendable {
  package let settings: AdamSettings
  /// Running means of the gradient and of its square; laid out as the parameters.
  package let firstMoments: FloatBuffer
  package let secondMoments: FloatBuffer
  private let kernels: any KernelSet.Type

  /// - Parameters:
  ///   - firstMoments: zeros, as many as there are parameters; as the second.
  package init(
    _ settings: AdamSettings, firstMoments: FloatBuffer, secondMoments: FloatBuffer, kernels: any KernelSet.Type
  ) {
    self.settings = settings
    self.kernels = kernels
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
  }

  /// The bias-corrected learning rate of step `t`, counted from 1.
  ///
  /// - Formula: learning rate · √(1 − β2ᵗ) / (1 − β1ᵗ), in double precision.
  func rate(step t: Int) -> Double {
    settings.learningRate * (1 - power(settings.beta2, t)).squareRoot() / (1 - power(settings.beta1, t))
  }

  /// Takes step `t` on the floats of `range`.
  ///
  /// - Parameters:
  ///   - gradientSum: of the floats of `range`, the gradient summed over the `images` of the batch.
  package func step(
    _ t: Int, parameters: FloatView, gradientSum: FloatView, images: Int, range: Range<Int>
  ) {
    kernels.stepAdam(
      AdamStep(
        parameters: parameters.slice(at: range.lowerBound, count: range.count),
        firstMoments: firstMoments.view(at: range.lowerBound, count: range.count),
        secondMoments: secondMoments.view(at: range.lowerBound, count: range.count),
        gradientSum: gradientSum, scale: Float(1 / Double(images)),
        rate: Float(rate(step: t)), firstDecay: Float(1 - settings.beta1), secondDecay: Float(1 - settings.beta2),
        epsilon: Float(settings.epsilon)))
  }

  /// base to a whole power by repeated squaring: multiplications only, so that no C library decides the last bit.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
