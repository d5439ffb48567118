import Foundation
import Network

/// output[e] = f(input[e]).
///
/// The bounds take in the accuracy that the engine's functions promise, see ``ActivationKernel``.
struct ReferenceActivationStep: ReferenceStep {
  private let activation: Activation

  init(_ activation: Activation) {
    self.activation = activation
  }

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] { input.map(value) }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    zip(input, outputGradient).map { x, d in
      if case .relu = activation { x.value > 0 ? d : .zero } else { d * slope(x) }
    }
  }

  /// Where the slope, or the slope of the slope, jumps.
  func kinkDistance(input: [BoundedValue]) -> Double {
    switch activation {
    case .relu, .leakyReLU, .elu, .selu, .softsign:
      input.filter { !$0.isConstantZero }.map { $0.value.magnitude - $0.bound }.min() ?? .infinity
    case .boundedReLU(let maximum, _, let threshold):
      input.filter { !$0.isConstantZero || threshold == 0 }.map { x in
        min((x.value - threshold).magnitude, (x.value - (maximum ?? .infinity)).magnitude) - x.bound
      }.min() ?? .infinity
    case .linear, .gelu, .silu, .softplus, .tanh, .sigmoid, .softmax: .infinity
    }
  }

  /// Of one rounding to Float.
  private static let ulp = Double(Float.ulpOfOne)

  /// What the step computes of one number.
  private func value(_ x: BoundedValue) -> BoundedValue {
    switch activation {
    case .linear, .softmax: return x
    case .relu: return x.value > 0 ? x : .zero
    case .leakyReLU(let slope): return x.value > 0 ? x : x * .rounded(slope, inherited: 0)
    case .boundedReLU(let maximum, let slope, let threshold):
      let limit = maximum ?? .infinity
      if x.value > threshold { return x.value < limit ? x : .rounded(limit, inherited: 0) }
      return (x - .rounded(threshold, inherited: 0)) * .rounded(slope, inherited: 0)
    case .selu:
      if x.value > 0 { return x * .rounded(Self.seluScale, inherited: 0) }
      return smooth(Self.seluBottom * expm1(x.value), x, error: 8 * Self.ulp)
    case .silu:
      let value = x.value / (1 + exp(-x.value))
      return smooth(value, x, error: 4 * Self.ulp * value.magnitude)
    case .softplus:
      let value = max(x.value, 0) + log1p(exp(-x.value.magnitude))
      return smooth(value, x, error: 4 * Self.ulp * max(1, x.value.magnitude))
    case .softsign: return smooth(x.value / (1 + x.value.magnitude), x, error: 4 * Self.ulp)
    case .elu(let alpha):
      // e⁰ is exactly 1.
      guard x.value <= 0, !x.isConstantZero else { return x }
      // exp is off by 1 ulp, and loses it when 1 is taken off.
      return smooth(alpha * expm1(x.value), x, error: 4 * Self.ulp * alpha)
    case .gelu(false): return smooth(x.value * Self.normal(x.value), x, error: 3e-7 * x.value.magnitude)
    case .gelu(true):
      let t = tanh(Self.tanhArgument(x.value))
      return smooth(0.5 * x.value * (1 + t), x, error: 4 * Self.ulp * x.value.magnitude)
    case .tanh: return smooth(tanh(x.value), x, error: 4 * Self.ulp * tanh(x.value).magnitude)
    case .sigmoid:
      let value = 1 / (1 + exp(-x.value))
      return smooth(value, x, error: 4 * Self.ulp * value)
    }
  }

  /// How much the slope changes at most for each unit of x.
  private var curvature: Double {
    switch activation {
    case .selu, .softsign: 2
    default: 1.2
    }
  }

  /// A value of a smooth function, and what is known about its error.
  private func smooth(_ value: Double, _ x: BoundedValue, error: Double) -> BoundedValue {
    let slope = derivative(x.value).magnitude + curvature * x.bound
    return .rounded(value, inherited: slope * x.bound + error)
  }

  /// The derivative at x; those of smooth functions are off by some roundings of numbers as large as x.
  private func slope(_ x: BoundedValue) -> BoundedValue {
    switch activation {
    case .linear, .softmax, .relu: return BoundedValue(derivative(x.value))
    case .leakyReLU, .boundedReLU: return .rounded(derivative(x.value), inherited: 0)
    case .selu where x.value > 0: return .rounded(Self.seluScale, inherited: 0)
    case .elu where x.value > 0: return BoundedValue(1)
    case .elu, .gelu, .selu, .silu, .softplus, .softsign, .tanh, .sigmoid:
      let error = curvature * x.bound + 8 * Self.ulp * (1 + min(x.value.magnitude, 8))
      return BoundedValue(derivative(x.value), bound: error)
    }
  }

  private func derivative(_ x: Double) -> Double {
    switch activation {
    case .linear, .softmax: 1
    case .relu: x > 0 ? 1 : 0
    case .leakyReLU(let slope): x > 0 ? 1 : slope
    case .boundedReLU(let maximum, let slope, let threshold): x > threshold ? (x < maximum ?? .infinity ? 1 : 0) : slope
    case .selu: x > 0 ? Self.seluScale : Self.seluBottom * exp(x)
    case .silu: (1 + x / (1 + exp(x))) / (1 + exp(-x))
    case .softplus: 1 / (1 + exp(-x))
    case .softsign: 1 / ((1 + x.magnitude) * (1 + x.magnitude))
    case .elu(let alpha): x > 0 ? 1 : alpha * exp(x)
    case .gelu(false): Self.normal(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .gelu(true): Self.approximateGELUSlope(x)
    case .tanh: 1 - tanh(x) * tanh(x)
    case .sigmoid: 1 / ((1 + exp(-x)) * (1 + exp(x)))
    }
  }

  private static let seluScale = 1.0507009873554805
  private static let seluBottom = seluScale * 1.6732632423543772

  /// The distribution function of the standard normal distribution.
  private static func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.squareRoot()) }

  private static func tanhArgument(_ x: Double) -> Double {
    (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
  }

  private static func approximateGELUSlope(_ x: Double) -> Double {
    let t = tanh(tanhArgument(x))
    let inner = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner
  }
}

/// Softmax over the channels of each pixel.
///
/// - Formula: p(k) = e^z(k) / Σ e^z; input gradient (k) = p(k) · (d(k) − Σ d · p).
struct ReferenceSoftmaxStep: ReferenceStep {
  let channels: Int

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    stride(from: 0, to: input.count, by: channels).flatMap { first in
      let pixel = input[first..<first + channels]
      let (largest, bound) = (pixel.map(\.value).max() ?? 0, pixel.map(\.bound).max() ?? 0)
      let exponentials = pixel.map { exp($0.value - largest) }
      let total = exponentials.reduce(0, +)
      return exponentials.map { exponential in
        let share = exponential / total
        return BoundedValue.rounded(share, inherited: 2 * bound * share * (1 - share) + 4 * bound * bound)
      }
    }
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] {
    let output = output(input, operands)
    return stride(from: 0, to: input.count, by: channels).flatMap { first in
      let places = first..<first + channels
      var sum = BoundedValue.zero
      for place in places { sum += outputGradient[place] * output[place] }
      return places.map { output[$0] * (outputGradient[$0] - sum) }
    }
  }
}
