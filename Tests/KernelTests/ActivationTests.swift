import KernelInterface
import Kernels
import Support
import Testing

@Suite("Activations")
struct ActivationTests {
  @Test("values and slopes are as near as documented", arguments: KernelRegistry.all, ActivationCase.all)
  func accuracy(entry: KernelRegistry.Entry, activation: ActivationCase) throws {
    let kernels = try entry.kernelsOrSkip()
    // Selu of larger ones is infinite.
    let input = ElementaryTests.arguments.map { max(-3e38, min($0, 3e38)) }
    let ones = Array(repeating: Float(1), count: input.count)
    let found = activation.result(by: kernels, input: input, outputGradient: ones)
    func expected(_ f: (Double) -> Double, ulps: Double) -> [ExpectedValue] {
      input.map { x in
        let ulp = Double(Float.ulpOfOne) * max(1, Double(x.magnitude))
        return ExpectedValue(f(Double(x)), tolerance: ulps * ulp + Double(Float.leastNonzeroMagnitude))
      }
    }
    let values = expected(activation.value, ulps: activation.ulps.value)
    #expect(firstDeviation(found.output, from: values) == nil, "\(kernels.name)")
    // Beyond 16 slopes are those at 16.
    let slopes = input.map { x in
      ExpectedValue(
        activation.slope(Double(x)),
        tolerance: activation.ulps.slope * Double(Float.ulpOfOne) * min(16, max(1, Double(x.magnitude))))
    }
    #expect(firstDeviation(found.inputGradient, from: slopes) == nil, "\(kernels.name)")
  }

  @Test("gradients are multiplied by the slope", arguments: KernelRegistry.all, ActivationCase.all)
  func gradients(entry: KernelRegistry.Entry, activation: ActivationCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 82)
    let (input, gradient) = (generator.floats(480, in: -4...4), generator.floats(480, in: -9...9))
    let expected = zip(input, gradient).map { x, d in
      let product = Double(d) * activation.slope(Double(x))
      return ExpectedValue(
        product, tolerance: (activation.ulps.slope * 4 + 2) * Double(Float.ulpOfOne) * Double(d.magnitude))
    }
    let found = activation.result(by: kernels, input: input, outputGradient: gradient)
    #expect(firstDeviation(found.inputGradient, from: expected) == nil, "\(kernels.name)")
  }

  @Test(
    "in place, at any width; channels that fill a vector stay zero", arguments: KernelRegistry.all, ActivationCase.all)
  func masks(entry: KernelRegistry.Entry, activation: ActivationCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 83)
    let (input, gradient) = (generator.floats(480, in: -4...4), generator.floats(480))
    let expected = activation.result(by: kernels, input: input, outputGradient: gradient)
    for (channels, used) in [(16, 16), (48, 48), (48, 35), (96, 81)] {
      let mask = (0..<channels).map { Float($0 < used ? 1 : 0) }
      for inPlace in [false, true] {
        let found = activation.result(
          by: kernels, input: input, outputGradient: gradient, mask: mask, inPlace: inPlace)
        let masked = expected.output.enumerated().map { $1 * mask[$0 % channels] }
        #expect(firstDifference(found.output, from: masked) == nil, "\(kernels.name), \(used) of \(channels)")
        // The slope is taken of the input, or of the output: of a channel that is used these are the same bits.
        for index in input.indices where mask[index % channels] == 1 {
          #expect(found.inputGradient[index] == expected.inputGradient[index], "\(kernels.name), element \(index)")
        }
      }
    }
  }

  @Test("what is not a number stays none, and infinities have the limits", arguments: KernelRegistry.all)
  func edges(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    for activation in ActivationCase.all {
      func result(_ x: Float) -> (output: Float, slope: Float) {
        let found = activation.result(
          by: kernels, input: Array(repeating: x, count: 16), outputGradient: Array(repeating: 1, count: 16))
        return (found.output[0], found.inputGradient[0])
      }
      let infinity = Float.infinity
      let comment: Comment = "\(kernels.name), \(activation.function)"
      #expect(result(.nan).output.isNaN, comment)
      let (top, bottom) = (result(infinity), result(-infinity))
      switch activation.function {
      case .relu: #expect(top == (infinity, 1) && bottom == (0, 0), comment)
      case .leakyReLU(let slope):
        #expect(top == (infinity, 1) && bottom.slope == slope, comment)
        #expect(slope == 0 ? bottom.output.isNaN : bottom.output == -infinity, comment)
      case .boundedReLU(let maximum, let slope, _):
        #expect(top == (maximum, 0) && bottom.slope == slope, comment)
        #expect(slope == 0 ? bottom.output.isNaN : bottom.output == -infinity, comment)
      case .selu:
        #expect(top.output == infinity && (top.slope - 1.0507).magnitude < 1e-4, comment)
        #expect((bottom.output + 1.7581).magnitude < 1e-4 && bottom.slope.magnitude < 1e-6, comment)
      case .silu:
        #expect(top == (infinity, 1) && bottom.output.magnitude < 2e-36 && bottom.slope.magnitude < 2e-36, comment)
      case .softplus: #expect(top == (infinity, 1) && bottom.output < 2e-38 && bottom.slope < 2e-38, comment)
      case .softsign: #expect(top == (1, 0) && bottom == (-1, 0), comment)
      case .elu(let alpha): #expect(top == (infinity, 1) && bottom == (-alpha, 0), comment)
      case .gelu, .approximateGELU:
        #expect(top == (infinity, 1) && bottom.output.isNaN && bottom.slope.magnitude < 2e-37, comment)
      case .tanh: #expect(top == (1, 0) && bottom == (-1, 0), comment)
      case .sigmoid: #expect(top == (1, 0) && bottom.output < 2e-38 && bottom.slope < 2e-38, comment)
      }
    }
  }
}
