import KernelInterface
import Kernels
import Support
import Testing

/// The layers of lab-001 as products, against the definition of convolution.
@Suite("Convolution layers")
struct ConvolutionLayerTests {
  @Test("forward with bias and rectifier", arguments: KernelRegistry.all, ConvolutionLayer.all)
  func forward(entry: KernelRegistry.Entry, layer: ConvolutionLayer) throws {
    let kernels = try entry.kernelsOrSkip()
    let product = layer.forward
    for isExact in [true, false] {
      let data: ProductOperands = isExact ? .integers(for: product) : .fractions(for: product)
      let expected = layer.convolution.rectifiedOutput(input: data.a, kernel: data.b, bias: data.bias)
      let found = product.computed(by: kernels, from: data, finish: .addBiasAndRectify)
      expect(found, expected, isExact: isExact, "\(kernels.name), \(layer.name)")
    }
  }

  @Test("gradient of the kernel", arguments: KernelRegistry.all, ConvolutionLayer.all)
  func kernelGradient(entry: KernelRegistry.Entry, layer: ConvolutionLayer) throws {
    let kernels = try entry.kernelsOrSkip()
    let product = layer.kernelGradient
    for isExact in [true, false] {
      let data: ProductOperands = isExact ? .integers(for: product) : .fractions(for: product)
      let expected = layer.convolution.kernelGradient(input: data.a, outputGradient: data.b)
      let stored = product.computed(by: kernels, from: data, finish: .store)
      expect(stored, expected, isExact: isExact, "\(kernels.name), \(layer.name), stored")
      // The right child of the sum tree: added to the left one with one rounding.
      let added = product.computed(by: kernels, from: data, finish: .accumulate)
      let sums = zip(data.c, stored).map { $0 + $1 }
      #expect(firstDifference(added, from: sums) == nil, "\(kernels.name), \(layer.name), accumulated")
    }
  }

  @Test("gradient of the input, tap by tap", arguments: KernelRegistry.all, ConvolutionLayer.all.dropFirst())
  func inputGradient(entry: KernelRegistry.Entry, layer: ConvolutionLayer) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 4)
    let (kernelCount, outputCount) = (layer.convolution.kernelCount, layer.convolution.outputCount)
    for isExact in [true, false] {
      let kernel = isExact ? generator.smallIntegers(kernelCount) : generator.floats(kernelCount)
      let gradient = isExact ? generator.smallIntegers(outputCount) : generator.floats(outputCount)
      let expected = layer.convolution.inputGradient(kernel: kernel, outputGradient: gradient)
      let found = layer.inputGradient(by: kernels, kernel: kernel, outputGradient: gradient)
      expect(found, expected, isExact: isExact, "\(kernels.name), \(layer.name)")
    }
  }

  private func expect(_ found: [Float], _ expected: [ReferenceSum], isExact: Bool, _ what: Comment) {
    if isExact {
      #expect(firstDifference(found, from: expected.map { Float($0.value) }) == nil, what)
    } else {
      #expect(firstDeviation(found, from: expected.map(\.expected)) == nil, what)
    }
  }
}
