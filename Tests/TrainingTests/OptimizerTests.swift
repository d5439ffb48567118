import Foundation
import KernelInterface
import Kernels
import Network
import Support
import Testing
import Training

/// Several steps of the optimisers against Keras' formulas in Double.
@Suite("Optimisers over several steps")
struct OptimizerTests {
  private static let steps = 5
  private static let images = 48
  private static let leaves = 3

  static let settings = [
    OptimizerSettings(),
    OptimizerSettings(.adam(AdamSettings(beta1: 0.5, beta2: 0.9, epsilon: 1e-3)), learningRate: 0.05),
    OptimizerSettings(.adam(AdamSettings(beta1: 0, beta2: 0)), learningRate: 0.01),
    OptimizerSettings(.adamW(AdamSettings()), learningRate: 0.02, weightDecay: 0.5, excludedFromWeightDecay: ["bias"]),
    OptimizerSettings(.sgd(SGDSettings())),
    OptimizerSettings(.sgd(SGDSettings(momentum: 0.9)), weightDecay: 0.1),
    OptimizerSettings(.sgd(SGDSettings(momentum: 0.9, nesterov: true)), learningRate: 0.1),
    OptimizerSettings(.rmsprop(RMSpropSettings())),
    OptimizerSettings(.rmsprop(RMSpropSettings(rho: 0.5, momentum: 0.75, epsilon: 1e-2)), weightDecay: 0.1),
    OptimizerSettings(.rmsprop(RMSpropSettings(momentum: 0.5, epsilon: 1e-1, centered: true)), learningRate: 0.02),
  ]

  /// Tensors of every treatment, some of which adjoin.
  private static var layout: ParameterLayout {
    var layout = ParameterLayout()
    for (name, count, role) in [
      ("conv.kernel", 53, TensorRole.trained(l2: 0)), ("conv.bias", 16, .trained(l2: 0)),
      ("norm.moving_mean", 20, .movingStatistic(momentum: 0.75)),
      ("dense.kernel", 40, .trained(l2: 0.125)), ("dense.bias", 16, .trained(Penalty(l1: 0.25, l2: 0.0625))),
    ] {
      _ = layout.append(TensorDescription(name: name, shape: [count], initializer: .zeros, role: role))
    }
    return layout
  }

  @Test("parameters follow Keras' formulas", arguments: settings)
  func formula(settings: OptimizerSettings) {
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let layout = Self.layout
      var generator = SeededGenerator(seed: 71)
      let initial = generator.floats(layout.floatCount)
      // Of at least 1, for Adam divides by their size.
      let gradients = (0..<Self.steps).map { _ in
        generator.floats(layout.floatCount, in: 1...90).map { Bool.random(using: &generator) ? $0 : -$0 }
      }
      let optimizer = Self.optimizer(settings, layout, kernels)
      let parameters = FloatBuffer(initial)
      for (number, gradient) in gradients.enumerated() {
        let sum = FloatBuffer(gradient)
        // In three parts, as threads take them.
        for range in [80..<layout.floatCount, 0..<48, 48..<80] {
          optimizer.take(
            OptimizerStep(
              number: number + 1, images: Self.images, leaves: Self.leaves, learningRate: settings.learningRate),
            parameters: parameters.view, gradientSum: sum.view(at: range.lowerBound, count: range.count), range: range)
        }
      }
      for tensor in layout.tensors {
        let expected = (tensor.offset..<tensor.offset + tensor.count).map { index in
          Self.reference(settings, tensor, initial[index], gradients.map { $0[index] })
        }
        let deviation = firstDeviation(tensor.view(of: parameters.view).array, from: expected)
        #expect(deviation == nil, "\(kernels.name), \(tensor.name)")
      }
    }
  }

  @Test("a step leaves what is outside of its range alone", arguments: settings)
  func range(settings: OptimizerSettings) throws {
    let layout = Self.layout
    let optimizer = Self.optimizer(settings, layout, try KernelRegistry.chosen(environment: [:]))
    let parameters = FloatBuffer(Array(repeating: 1, count: layout.floatCount))
    let gradient = FloatBuffer((1...layout.floatCount).map(Float.init))
    optimizer.take(
      OptimizerStep(number: 1, images: 1, leaves: 1, learningRate: 0.1), parameters: parameters.view,
      gradientSum: gradient.view(at: 16, count: 96), range: 16..<112)
    for index in 0..<layout.floatCount {
      #expect((parameters[index] == 1) == !(16..<112).contains(index), "parameter \(index)")
      for slot in optimizer.slots where !(16..<112).contains(index) { #expect(slot[index] == 0, "slot at \(index)") }
    }
  }

  @Test("clipping multiplies the gradient, its penalty included")
  func clipping() throws {
    let layout = Self.layout
    let kernels = try KernelRegistry.chosen(environment: [:])
    let optimizer = Self.optimizer(OptimizerSettings(.sgd(SGDSettings()), learningRate: 1), layout, kernels)
    let parameters = FloatBuffer(Array(repeating: 2, count: layout.floatCount))
    let gradient = FloatBuffer(Array(repeating: 8, count: layout.floatCount))
    var step = OptimizerStep(number: 1, images: 4, leaves: 2, learningRate: 1)
    step.clipping = 0.25
    optimizer.take(step, parameters: parameters.view, gradientSum: gradient.view, range: 0..<layout.floatCount)
    let expected: [Float] = [
      1.5, 1.5, 0.75 * 0.75 * 2 + 8, 2 - 0.25 * (2 + 2 * 0.125 * 2), 2 - 0.25 * (2 + 0.25 + 2 * 0.0625 * 2),
    ]
    for (tensor, expected) in zip(layout.tensors, expected) {
      #expect(parameters[tensor.offset] == expected, "\(tensor.name)")
    }
  }

  private static func optimizer(
    _ settings: OptimizerSettings, _ layout: ParameterLayout, _ kernels: any KernelSet.Type
  ) -> Optimizer {
    Optimizer(
      settings, layout: layout, slots: settings.slotKinds.map { _ in FloatBuffer(count: layout.floatCount) },
      kernels: kernels)
  }

  /// - Source: `update_step` in Keras' optimizers/adam.py, rmsprop.py and sgd.py, `_apply_weight_decay` in base_optimizer.py.
  private static func reference(
    _ settings: OptimizerSettings, _ tensor: TensorPlacement, _ initial: Float, _ gradients: [Float]
  ) -> ExpectedValue {
    func constant(_ value: Double) -> BoundedValue { .rounded(value, inherited: 0) }
    var (w, m, v) = (BoundedValue(Double(initial)), BoundedValue.zero, BoundedValue.zero)
    var a = BoundedValue.zero
    for (step, gradient) in gradients.enumerated() {
      guard case .trained(let penalty, _) = tensor.role else {
        w = w * constant(pow(0.75, Double(leaves))) + BoundedValue(Double(gradient))
        continue
      }
      let t = Double(step + 1)
      let sign = BoundedValue(w.value > 0 ? penalty.l1 : w.value < 0 ? -penalty.l1 : 0)
      let g = BoundedValue(Double(gradient)) * constant(1 / Double(images)) + w * constant(2 * penalty.l2) + sign
      let isExcluded = settings.excludedFromWeightDecay.contains { tensor.name.hasSuffix("." + $0) }
      w = w - w * constant(isExcluded ? 0 : settings.weightDecay * settings.learningRate)
      switch settings.rule {
      case .adam(let adam), .adamW(let adam):
        let rate = settings.learningRate * (1 - pow(adam.beta2, t)).squareRoot() / (1 - pow(adam.beta1, t))
        m += (g - m) * constant(1 - adam.beta1)
        v += (g * g - v) * constant(1 - adam.beta2)
        w = w - m * constant(rate) / (v.squareRoot() + constant(adam.epsilon))
      case .sgd(let sgd):
        let change = g * constant(settings.learningRate)
        m = m * constant(sgd.momentum) - change
        w += sgd.nesterov ? m * constant(sgd.momentum) - change : m
      case .rmsprop(let rmsprop):
        v = v * constant(rmsprop.rho) + g * g * constant(1 - rmsprop.rho)
        a = a * constant(rmsprop.rho) + g * constant(1 - rmsprop.rho)
        let divisor = (rmsprop.centered ? v - a * a : v) + constant(rmsprop.epsilon)
        m = m * constant(rmsprop.momentum) + g * constant(settings.learningRate) / divisor.squareRoot()
        w = w - m
      }
    }
    return ExpectedValue(w.value, tolerance: w.bound)
  }
}

extension FloatBuffer {
  convenience init(_ values: [Float]) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { self[index] = value }
  }
}
