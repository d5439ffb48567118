import KernelInterface
import Kernels
import Support
import Testing

@Suite("Winograd convolution")
struct WinogradTests {
  static let cases = PooledConvolutionCase.later.filter {
    $0.reference.kernelRows == 3 && $0.reference.kernelColumns == 3
  }

  /// The transforms add up to 16 terms of a patch where the direct form has one: what they round is larger by as much.
  private static let growth = 16.0

  @Test("maximum of the window's sums", arguments: KernelRegistry.all, cases)
  func forward(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let reference = pooled.reference
    for rectifies in [false, true] {
      let found = pooled.forwardByWinograd(by: kernels, rectifies: rectifies)
      for index in found.output.indices {
        let (output, window) = (index % reference.outputs, index / reference.outputs % reference.windows)
        let sums = (0..<4).map {
          reference.sum(
            input: pooled.input, kernel: pooled.kernel, image: index / reference.outputCount, window: window,
            position: $0, output: output)
        }
        var expected = sums[Int(found.winners[index])]
        let tolerance = Self.growth * expected.expected.tolerance
        #expect(sums.allSatisfy { $0.value <= expected.value + tolerance }, "\(kernels.name), \(pooled.name)")
        expected.add(Double(pooled.bias[output]))
        if rectifies { expected.rectify() }
        let value = ExpectedValue(expected.value, tolerance: tolerance)
        #expect(firstDeviation([found.output[index]], from: [value]) == nil, "\(kernels.name), \(index)")
      }
    }
  }

  @Test("a tie of equal pixels stays a tie", arguments: KernelRegistry.all)
  func ties(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let pooled = Self.cases[0]
    let flat = pooled.with(input: Array(repeating: 0.3, count: pooled.input.count))
    #expect(flat.forwardByWinograd(by: kernels, rectifies: false).winners.allSatisfy { $0 == 0 })
  }

  /// Sums over what is not zero are negative, so a position that sees only zeros wins, with exactly the bias.
  @Test("a position of zeros has exactly the bias", arguments: KernelRegistry.all, cases)
  func blanks(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 43)
    let inputs = pooled.reference.inputs
    let spots = (0..<pooled.input.count / inputs).map { _ in Int.random(in: 0..<12, using: &generator) == 0 }
    let input = pooled.input.indices.map { spots[$0 / inputs] ? 0.1 + pooled.input[$0].magnitude : 0 }
    let spotted = pooled.with(input: input).with(kernel: pooled.kernel.map { -0.1 - $0.magnitude })
    let found = spotted.forwardByWinograd(by: kernels, rectifies: false)
    for index in found.output.indices {
      let (output, window) = (index % pooled.reference.outputs, index / pooled.reference.outputs)
      guard let blank = spotted.firstBlankPosition(window: window) else { continue }
      #expect(found.winners[index] == Float(blank) && found.output[index] == pooled.bias[output], "\(kernels.name)")
    }
  }
}
