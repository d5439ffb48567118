import Foundation
import Network

/// Batch normalisation by the statistics of the leaf, or by the moving ones.
struct ReferenceNormalizationStep: ReferenceStep {
  private let options: BatchNormalization
  private let channels: Int
  /// The number of the layer's first tensor.
  private let tensor: Int

  init(_ options: BatchNormalization, channels: Int, tensor: Int) {
    self.options = options
    self.channels = channels
    self.tensor = tensor
  }

  private func normalization(_ operands: ReferenceOperands) -> ReferenceNormalization {
    let (ones, zeros) = (BoundedValue(1), BoundedValue.zero)
    return ReferenceNormalization(
      gamma: options.scale ? operands.parameters[tensor] : Array(repeating: ones, count: channels),
      beta: options.center
        ? operands.parameters[tensor + (options.scale ? 1 : 0)] : Array(repeating: zeros, count: channels),
      epsilon: options.epsilon)
  }

  private func statistics(
    _ input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [ReferenceNormalization.Statistics] {
    guard !operands.pass.isTraining else {
      return normalization(operands).statistics(of: input, images: operands.images.count)
    }
    let moving = tensor + (options.scale ? 1 : 0) + (options.center ? 1 : 0)
    return zip(operands.parameters[moving], operands.parameters[moving + 1]).map { .init(mean: $0, variance: $1) }
  }

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    normalization(operands).output(input, statistics(input, operands))
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    normalization(operands).gradients(of: outputGradient, input: input, statistics(input, operands)).input
  }

  /// gamma and beta, as far as the layer has them, then the leaf's statistics times its share of the moving ones:
  /// (1 − momentum) · momentum^followers.
  func parameterGradients(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [[BoundedValue]] {
    let statistics = statistics(input, operands)
    let gradients = normalization(operands).gradients(of: outputGradient, input: input, statistics)
    let share = BoundedValue.rounded(
      (1 - options.momentum) * pow(options.momentum, Double(operands.pass.followers)), inherited: 0)
    return (options.scale ? [gradients.gamma] : []) + (options.center ? [gradients.beta] : [])
      + [statistics.map { $0.mean * share }, statistics.map { $0.variance * share }]
  }
}
