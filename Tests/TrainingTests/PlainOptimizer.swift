import Foundation
import Network
import Training

/// The documented steps of the optimisers, number by number, with Keras' order of operations in single precision.
struct PlainOptimizer {
  private let settings: OptimizerSettings
  private let configuration: TrainingConfiguration
  private let layout: ParameterLayout
  private let stepsPerEpoch: Int
  private var slots: [[Float]]
  /// The running average of the parameters; nil without.
  private(set) var averages: [Float]?
  private var steps = 0

  init(_ configuration: TrainingConfiguration, _ layout: ParameterLayout, images: Int) {
    (self.configuration, self.layout) = (configuration, layout)
    settings = configuration.optimizer
    stepsPerEpoch = (images + configuration.batchSize - 1) / configuration.batchSize
    slots = Array(repeating: Array(repeating: 0, count: layout.floatCount), count: 3)
  }

  /// Takes a step, for all of whose tensors are trained and none is penalised.
  mutating func step(_ parameters: inout [Float], gradientSum: [Float], images: Int) {
    let factor = configuration.schedule.factor(
      step: steps, stepsPerEpoch: stepsPerEpoch, epochs: configuration.epochs)
    let rate = settings.learningRate * factor
    steps += 1
    let mean = Float(1 / Double(images))
    var scale = mean
    if let limit = settings.clipNorm {
      scale = Float(min(1, limit / norm(gradientSum.map { $0 * mean })) / Double(images))
    }
    for tensor in layout.tensors {
      let isExcluded = settings.excludedFromWeightDecay.contains { tensor.name.hasSuffix("." + $0) }
      let decay = isExcluded ? 0 : Float(settings.weightDecay * rate)
      for index in tensor.offset..<tensor.offset + tensor.count {
        parameters[index] -= parameters[index] * decay
        update(&parameters[index], index, gradientSum[index] * scale, rate)
      }
    }
    if let momentum = settings.emaMomentum {
      averages = zip(averages ?? parameters, parameters).map { average, weight in
        steps == 1 ? weight : average * Float(momentum) + weight * Float(1 - momentum)
      }
    }
  }

  private mutating func update(_ w: inout Float, _ index: Int, _ g: Float, _ rate: Double) {
    switch settings.rule {
    case .adam(let adam), .adamW(let adam):
      let corrected = Float(
        rate * (1 - pow(adam.beta2, Double(steps))).squareRoot() / (1 - pow(adam.beta1, Double(steps))))
      slots[0][index] += (g - slots[0][index]) * Float(1 - adam.beta1)
      slots[1][index] += (g * g - slots[1][index]) * Float(1 - adam.beta2)
      w -= slots[0][index] * corrected / (slots[1][index].squareRoot() + Float(adam.epsilon))
    case .sgd(let sgd):
      let change = g * Float(rate)
      guard sgd.momentum > 0 else { return w -= change }
      slots[0][index] = slots[0][index] * Float(sgd.momentum) - change
      w += sgd.nesterov ? slots[0][index] * Float(sgd.momentum) - change : slots[0][index]
    case .rmsprop(let rmsprop):
      slots[0][index] = slots[0][index] * Float(rmsprop.rho) + g * g * Float(1 - rmsprop.rho)
      slots[1][index] = slots[1][index] * Float(rmsprop.rho) + g * Float(1 - rmsprop.rho)
      let v = slots[0][index] - (rmsprop.centered ? slots[1][index] * slots[1][index] : 0)
      slots[2][index] =
        slots[2][index] * Float(rmsprop.momentum) + g * Float(rate) / (v + Float(rmsprop.epsilon)).squareRoot()
      w -= slots[2][index]
    }
  }

  /// The norm: each tensor's part of 256 floats in sixteen sums, halves added to halves, and then part after part.
  private func norm(_ gradient: [Float]) -> Double {
    var total = 0.0
    for start in stride(from: 0, to: gradient.count, by: 256) {
      for tensor in layout.tensors {
        var sums = [Double](repeating: 0, count: 16)
        for index in max(
          start, tensor.offset)..<max(start, tensor.offset, min(start + 256, tensor.offset + tensor.count))
        {
          sums[index % 16] += Double(gradient[index]) * Double(gradient[index])
        }
        for half in [8, 4, 2, 1] { for lane in 0..<half { sums[lane] += sums[lane + half] } }
        total += sums[0]
      }
    }
    return total.squareRoot()
  }
}
