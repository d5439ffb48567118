import Foundation
import KernelInterface
import Support
import Testing

/// A function of each element: in Double, and by the kernels on operands between guards.
struct ActivationCase: Sendable, CustomTestStringConvertible {
  let function: ActivationKernel.Function
  /// f and f′ in Double.
  let value: @Sendable (Double) -> Double
  let slope: @Sendable (Double) -> Double

  /// How far the kernels' may be off, in ulp of 1 or of the argument, whichever is larger.
  let ulps: (value: Double, slope: Double)

  init(
    _ function: ActivationKernel.Function, _ ulps: (value: Double, slope: Double),
    value: @escaping @Sendable (Double) -> Double, slope: @escaping @Sendable (Double) -> Double
  ) {
    (self.function, self.ulps, self.value, self.slope) = (function, ulps, value, slope)
  }

  var testDescription: String { "\(function)" }

  /// Output and gradient of the kernels.
  ///
  /// - Parameters:
  ///   - mask: one number for each channel; nil for sixteen ones.
  ///   - inPlace: whether the input's gradient takes the place of the output's, and the output that of the input where it is
  ///     not needed any more.
  func result(
    by kernels: any KernelSet.Type, input: [Float], outputGradient: [Float], mask: [Float]? = nil, inPlace: Bool = false
  ) -> (output: [Float], inputGradient: [Float]) {
    let mask = GuardedFloats(mask ?? Array(repeating: 1, count: 16), shift: 1)
    let (source, target) = (GuardedFloats(input, shift: 1), GuardedFloats(count: input.count, shift: 1))
    let gradient = GuardedFloats(outputGradient)
    let inputGradient = inPlace ? gradient : GuardedFloats(count: input.count)
    func pass(_ output: GuardedFloats) -> ActivationKernel {
      ActivationKernel(
        function, rows: input.count / mask.view.count, channels: mask.view.count, input: source.view,
        output: output.view, mask: mask.view)
    }
    kernels.activate(pass(target))
    kernels.computeActivationGradient(pass(target), outputGradient: gradient.view, inputGradient: inputGradient.view)
    if inPlace { kernels.activate(pass(source)) }
    for operand in [source, target, mask, gradient, inputGradient] { #expect(operand.overrun == nil, "\(function)") }
    return (inPlace ? source.array : target.array, inputGradient.array)
  }

  static let all = [
    ActivationCase(.relu, (0, 0), value: { max($0, 0) }, slope: { $0 > 0 ? 1 : 0 }),
    ActivationCase(
      .leakyReLU(slope: 0.25), (0, 0), value: { $0 > 0 ? $0 : 0.25 * $0 }, slope: { $0 > 0 ? 1 : 0.25 }),
    ActivationCase(.leakyReLU(slope: 0), (0, 0), value: { max($0, 0) }, slope: { $0 > 0 ? 1 : 0 }),
    ActivationCase(.elu(alpha: 1), (0.5, 0.5), value: { $0 > 0 ? $0 : expm1($0) }, slope: { $0 > 0 ? 1 : exp($0) }),
    ActivationCase(
      .elu(alpha: 0.5), (0.5, 0.5), value: { $0 > 0 ? $0 : 0.5 * expm1($0) }, slope: { $0 > 0 ? 1 : 0.5 * exp($0) }),
    ActivationCase(
      .boundedReLU(maximum: 6, slope: 0, threshold: 0), (0, 0), value: { min(max($0, 0), 6) },
      slope: { $0 > 0 && $0 < 6 ? 1 : 0 }),
    ActivationCase(
      .boundedReLU(maximum: 3, slope: 0.25, threshold: 0.5), (1, 0),
      value: { $0 > 0.5 ? min($0, 3) : 0.25 * ($0 - 0.5) },
      slope: { $0 > 0.5 ? ($0 < 3 ? 1 : 0) : 0.25 }),
    ActivationCase(
      .selu, (2, 2), value: { $0 > 0 ? scale * $0 : bottom * expm1($0) },
      slope: { $0 > 0 ? scale : bottom * exp($0) }),
    ActivationCase(.silu, (1.5, 3), value: { $0 / (1 + exp(-$0)) }, slope: siluSlope),
    ActivationCase(
      .softplus, (1.5, 1), value: { max($0, 0) + log1p(exp(-$0.magnitude)) }, slope: { 1 / (1 + exp(-$0)) }),
    ActivationCase(
      .softsign, (1, 2.5), value: { $0 / (1 + $0.magnitude) }, slope: { 1 / ((1 + $0.magnitude) * (1 + $0.magnitude)) }),
    ActivationCase(.gelu, (1.5, 2.5), value: { $0 * normal($0) }, slope: { normal($0) + $0 * density($0) }),
    ActivationCase(.approximateGELU, (1, 1.5), value: approximateGELU, slope: approximateGELUSlope),
    ActivationCase(.tanh, (1, 1), value: { Foundation.tanh($0) }, slope: { 1 / pow(cosh($0), 2) }),
    ActivationCase(
      .sigmoid, (1, 0.5), value: { 1 / (1 + exp(-$0)) }, slope: { 1 / ((1 + exp(-$0)) * (1 + exp($0))) }),
  ]

  private static let scale = 1.0507009873554805
  private static let bottom = 1.0507009873554805 * 1.6732632423543772

  private static func siluSlope(_ x: Double) -> Double {
    let s = 1 / (1 + exp(-x))
    return s * (1 + min(x.magnitude, 1e3) * (x < 0 ? -1 : 1) / (1 + exp(x)))
  }

  private static func approximateGELU(_ x: Double) -> Double {
    // ½ (1 + tanh a) = 1 / (1 + e^(−2a)), which does not cancel.
    x / (1 + exp(-2 * argument(x)))
  }

  private static func approximateGELUSlope(_ x: Double) -> Double {
    let inner = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
    return 1 / (1 + exp(-2 * argument(x))) + (x.magnitude > 30 ? 0 : 0.5 * x * inner / pow(cosh(argument(x)), 2))
  }

  private static func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.squareRoot()) }
  private static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
  private static func argument(_ x: Double) -> Double { (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x) }
}
