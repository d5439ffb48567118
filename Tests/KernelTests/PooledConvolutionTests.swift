import KernelInterface
import Kernels
import Support
import Testing

@Suite("Pooled convolution")
struct PooledConvolutionTests {
  @Test(
    "maximum of the window's sums", arguments: KernelRegistry.all,
    PooledConvolutionCase.first + PooledConvolutionCase.blank + PooledConvolutionCase.later)
  func forward(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let reference = pooled.reference
    for rectifies in [false, true] {
      let found = pooled.forward(by: kernels, rectifies: rectifies)
      for index in found.output.indices {
        let (output, window) = (index % reference.outputs, index / reference.outputs % reference.windows)
        let sums = (0..<4).map {
          reference.sum(
            input: pooled.input, kernel: pooled.kernel, image: index / reference.outputCount, window: window,
            position: $0, output: output)
        }
        let winner = Int(found.winners[index])
        var expected = sums[winner]
        // The winner may fall short of the true maximum by rounding alone.
        let tolerance = 2 * expected.expected.tolerance
        #expect(sums.allSatisfy { $0.value <= expected.value + tolerance }, "\(kernels.name), \(pooled.name)")
        expected.add(Double(pooled.bias[output]))
        if rectifies { expected.rectify() }
        #expect(firstDeviation([found.output[index]], from: [expected.expected]) == nil, "\(kernels.name), \(index)")
      }
    }
  }

  @Test("a tie goes to the first position", arguments: KernelRegistry.all)
  func ties(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let reference = ReferencePooledConvolution(images: 1, input: (4, 4, 1), kernel: (3, 3), outputs: 16)
    let flat = PooledConvolutionCase("flat", input: (4, 4, 1), outputs: 16, leaves: [1])
      .with(input: Array(repeating: 0.5, count: reference.inputCount))
    #expect(flat.forward(by: kernels, rectifies: false).winners == Array(repeating: 0, count: 16))
  }

  @Test(
    "blank windows left out give the same bits", arguments: KernelRegistry.all,
    PooledConvolutionCase.first + PooledConvolutionCase.blank)
  func blankWindows(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    for rectifies in [false, true] {
      let all = pooled.forward(by: kernels, rectifies: rectifies)
      let filled = pooled.forward(by: kernels, rectifies: rectifies, skipsBlank: true)
      #expect(firstDifference(filled.output, from: all.output) == nil, "\(kernels.name), \(pooled.name)")
      #expect(firstDifference(filled.winners, from: all.winners) == nil, "\(kernels.name), \(pooled.name)")
    }
    let all = pooled.oneChannelGradient(by: kernels, skipsBlank: false)
    let filled = pooled.oneChannelGradient(by: kernels)
    #expect(firstDifference(filled, from: all) == nil, "\(kernels.name), \(pooled.name)")
  }

  @Test("all blank windows are left out, and no other", arguments: KernelRegistry.all, PooledConvolutionCase.blank)
  func listedWindows(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let unread = pooled.with(kernel: Array(repeating: .nan, count: pooled.kernel.count))
    let found = unread.forward(by: kernels, rectifies: false, skipsBlank: true).output
    let outputs = pooled.reference.outputs
    for (number, isFilled) in pooled.isFilled.enumerated() {
      let window = found[number * outputs..<(number + 1) * outputs]
      #expect(window.allSatisfy(\.isNaN) == isFilled, "\(kernels.name), \(pooled.name), window \(number)")
    }
  }

  @Test(
    "the gradient of one channel is the dense formula's", arguments: KernelRegistry.all,
    PooledConvolutionCase.first + PooledConvolutionCase.blank)
  func oneChannel(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let expected = pooled.expectedGradients
    let found = pooled.oneChannelGradient(by: kernels)
    #expect(firstDeviation(found, from: expected.kernel.map(\.expected)) == nil, "\(kernels.name)")
  }

  @Test(
    "the gradient of one channel is exact for whole numbers, whether pixels are selected or gradients masked",
    arguments: KernelRegistry.all, PooledConvolutionCase.first + PooledConvolutionCase.blank)
  func oneChannelInWholeNumbers(entry: KernelRegistry.Entry, pooled: PooledConvolutionCase) throws {
    let (kernels, pooled) = (try entry.kernelsOrSkip(), pooled.inWholeNumbers)
    let expected = pooled.expectedGradients
    let found = pooled.oneChannelGradient(by: kernels)
    #expect(found == expected.kernel.map { Float($0.value) }, "\(kernels.name)")
    #expect(pooled.oneChannelGradient(by: kernels, onto: found) == found.map { 2 * $0 }, "\(kernels.name)")
  }
}
