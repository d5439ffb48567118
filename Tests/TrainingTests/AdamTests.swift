import Foundation
import KernelInterface
import Kernels
import Support
import Testing
import Training

/// Five steps of the optimiser against Keras' formula in Double.
@Suite("Adam over several steps")
struct AdamTests {
  private static let steps = 5
  private static let images = 48

  @Test(
    "parameters and moments follow Keras' formula",
    arguments: [
      AdamSettings(), AdamSettings(learningRate: 0.05, beta1: 0.5, beta2: 0.9, epsilon: 1e-3),
      AdamSettings(learningRate: 0.01, beta1: 0, beta2: 0),
    ])
  func formula(settings: AdamSettings) {
    for kernels in KernelRegistry.all.filter(\.isSupported).map(\.kernels) {
      var generator = SeededGenerator(seed: 71)
      let initial = generator.floats(53)
      let gradients = (0..<Self.steps).map { _ in generator.floats(53, in: -90...90) }
      let adam = Self.adam(settings, parameterCount: 53, kernels: kernels)
      let parameters = Self.buffer(initial)
      for (step, gradient) in gradients.enumerated() {
        let sum = Self.buffer(gradient)
        // In two parts, as two threads take them.
        for range in [20..<53, 0..<20] {
          adam.step(
            step + 1, parameters: parameters.view,
            gradientSum: sum.view(at: range.lowerBound, count: range.count), images: Self.images, range: range)
        }
      }
      let expected = initial.indices.map { index in
        Self.reference(settings, initial[index], gradients.map { $0[index] })
      }
      #expect(firstDeviation(parameters.view.array, from: expected.map(\.parameter)) == nil, "\(kernels.name)")
      #expect(firstDeviation(adam.firstMoments.view.array, from: expected.map(\.first)) == nil, "\(kernels.name)")
      #expect(firstDeviation(adam.secondMoments.view.array, from: expected.map(\.second)) == nil, "\(kernels.name)")
    }
  }

  @Test("a step leaves what is outside of its range alone")
  func range() throws {
    let adam = Self.adam(
      AdamSettings(), parameterCount: 40, kernels: try KernelRegistry.chosen(environment: [:]))
    let parameters = Self.buffer(Array(repeating: 1, count: 40))
    let gradient = Self.buffer((1...40).map(Float.init))
    adam.step(
      1, parameters: parameters.view, gradientSum: gradient.view(at: 7, count: 18), images: 1, range: 7..<25)
    for index in 0..<40 {
      #expect((parameters[index] == 1) == !(7..<25).contains(index), "parameter \(index)")
      #expect((adam.firstMoments[index] == 0) == !(7..<25).contains(index), "first moment \(index)")
      #expect((adam.secondMoments[index] == 0) == !(7..<25).contains(index), "second moment \(index)")
    }
  }

  private static func adam(
    _ settings: AdamSettings, parameterCount: Int, kernels: any KernelSet.Type
  ) -> Adam {
    Adam(
      settings, firstMoments: FloatBuffer(count: parameterCount), secondMoments: FloatBuffer(count: parameterCount),
      kernels: kernels)
  }

  /// - Source: `update_step` in Keras' optimizers/adam.py.
  private static func reference(
    _ settings: AdamSettings, _ initial: Float, _ gradients: [Float]
  ) -> (parameter: ExpectedValue, first: ExpectedValue, second: ExpectedValue) {
    func constant(_ value: Double) -> BoundedValue { .rounded(value, inherited: 0) }
    var (w, m, v) = (BoundedValue(Double(initial)), BoundedValue.zero, BoundedValue.zero)
    for (step, gradient) in gradients.enumerated() {
      let t = Double(step + 1)
      let g = BoundedValue(Double(gradient)) * constant(1 / Double(images))
      let rate = settings.learningRate * (1 - pow(settings.beta2, t)).squareRoot() / (1 - pow(settings.beta1, t))
      m += (g - m) * constant(1 - settings.beta1)
      v += (g * g - v) * constant(1 - settings.beta2)
      w = w - m * constant(rate) / (v.squareRoot() + constant(settings.epsilon))
    }
    return (expected(w), expected(m), expected(v))
  }

  private static func expected(_ value: BoundedValue) -> ExpectedValue {
    ExpectedValue(value.value, tolerance: value.bound)
  }

  private static func buffer(_ values: [Float]) -> FloatBuffer {
    let buffer = FloatBuffer(count: values.count)
    for (index, value) in values.enumerated() { buffer[index] = value }
    return buffer
  }
}
