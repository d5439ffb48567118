import KernelInterface
import Kernels
import Support
import Testing

/// F(3×3, 3×3) against the definition of convolution.
@Suite("Winograd convolution in tiles")
struct TileConvolutionTests {
  @Test("whole numbers are convolved exactly", arguments: TileConvolutionCase.whole)
  func exactOutput(tiled: TileConvolutionCase) {
    let images = 0..<tiled.reference.images
    let expected = tiled.reference.rectifiedOutput(input: tiled.input, kernel: tiled.kernel, bias: tiled.bias)
      .map { Float($0.value) }
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let rectified = tiled.output(by: kernels, images: images, rectifies: true)
      #expect(firstDifference(rectified, from: expected) == nil, "\(kernels.name)")
      let sums = tiled.output(by: kernels, images: images)
      #expect(sums.map { max($0, 0) } == expected && sums.contains { $0 < 0 } == !images.isEmpty, "\(kernels.name)")
    }
  }

  @Test("gradients that are whole numbers are spread exactly", arguments: TileConvolutionCase.whole)
  func exactInputGradient(tiled: TileConvolutionCase) {
    let expected = tiled.reference.inputGradient(kernel: tiled.kernel, outputGradient: tiled.outputGradient)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let found = tiled.inputGradient(by: kernels, images: 0..<tiled.reference.images)
      #expect(found == expected.map { Float($0.value) }, "\(kernels.name)")
    }
  }

  /// Of the first image. Measured are at most 8.5e-7 in rms and 1.2e-6 for the output, 1.3e-6 and 2.9e-6 for the
  /// gradient, whose sums run over up to 128 channels; the direct form's rms are 2e-7 and 8e-8.
  @Test("errors of rounding are bounded", arguments: TileConvolutionCase.natural)
  func accuracy(tiled: TileConvolutionCase) {
    let reference = tiled.reference.firstImage
    let (input, outputGradient) = (
      Array(tiled.input.prefix(reference.inputCount)), Array(tiled.outputGradient.prefix(reference.outputCount))
    )
    let output = reference.rectifiedOutput(input: input, kernel: tiled.kernel, bias: tiled.bias)
    let inputGradient = reference.inputGradient(kernel: tiled.kernel, outputGradient: outputGradient)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let forward = Deviation(tiled.output(by: kernels, images: 0..<1, rectifies: true), from: output)
      #expect(forward.rms <= 1e-6 && forward.largest <= 3e-6, "\(kernels.name), \(forward)")
      let backward = Deviation(tiled.inputGradient(by: kernels, images: 0..<1), from: inputGradient)
      #expect(backward.rms <= 1.5e-6 && backward.largest <= 3e-6, "\(kernels.name), \(backward)")
    }
  }

  @Test("images have the same bits in any pass and block", arguments: KernelRegistry.all, TileConvolutionCase.placed)
  func placement(entry: KernelRegistry.Entry, tiled: TileConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let images = tiled.reference.images
    let (output, gradient) = (
      tiled.output(by: kernels, images: 0..<images), tiled.inputGradient(by: kernels, images: 0..<images)
    )
    for split in Set([1, images / 2, images - 1]) where split > 0 {
      let (left, right) = (0..<split, split..<images)
      let parted = tiled.output(by: kernels, images: left) + tiled.output(by: kernels, images: right)
      #expect(firstDifference(parted, from: output) == nil, "\(kernels.name), \(split) of \(images) images")
      let spread = tiled.inputGradient(by: kernels, images: left) + tiled.inputGradient(by: kernels, images: right)
      #expect(firstDifference(spread, from: gradient) == nil, "\(kernels.name), \(split) of \(images) images")
    }
    for block in [1, 3, 7] {
      let blocks = tiled.output(by: kernels, images: 0..<images, block: block)
      #expect(firstDifference(blocks, from: output) == nil, "\(kernels.name), blocks of \(block)")
      let spread = tiled.inputGradient(by: kernels, images: 0..<images, block: block)
      #expect(firstDifference(spread, from: gradient) == nil, "\(kernels.name), blocks of \(block)")
    }
  }

  @Test("the kernel may be transformed in parts", arguments: KernelRegistry.all, [2, 3, 5])
  func parts(entry: KernelRegistry.Entry, parts: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    for tiled in TileConvolutionCase.natural {
      let (whole, parted) = (
        tiled.transformedKernels(by: kernels), tiled.transformedKernels(by: kernels, parts: parts)
      )
      #expect(firstDifference(parted.forward, from: whole.forward) == nil, "\(kernels.name), \(tiled.name)")
      #expect(firstDifference(parted.backward, from: whole.backward) == nil, "\(kernels.name), \(tiled.name)")
    }
  }

  @Test("sets of a family write the same bits", arguments: TileConvolutionCase.natural)
  func sameBits(tiled: TileConvolutionCase) {
    let fused = KernelRegistry.tested.filter { $0.kernels.family == "fused" }.map(\.kernels)
    guard let first = fused.first else { return }
    let images = 0..<tiled.reference.images
    for other in fused.dropFirst() {
      let (output, expected) = (tiled.output(by: other, images: images), tiled.output(by: first, images: images))
      #expect(firstDifference(output, from: expected) == nil)
      let gradient = tiled.inputGradient(by: other, images: images)
      #expect(firstDifference(gradient, from: tiled.inputGradient(by: first, images: images)) == nil)
    }
  }
}

/// How far a result is from the exact one.
private struct Deviation: CustomStringConvertible {
  /// Relative to the rms, and to the largest, of the exact result.
  let rms: Double
  let largest: Double

  init(_ found: [Float], from expected: [ReferenceSum]) {
    let values = expected.map(\.expected.value)
    let deviations = zip(found, values).map { Double($0) - $1 }
    func sumOfSquares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
    func largest(_ values: [Double]) -> Double { values.map(\.magnitude).max() ?? 0 }
    rms = (sumOfSquares(deviations) / sumOfSquares(values)).squareRoot()
    self.largest = largest(deviations) / largest(values)
  }

  var description: String { "\(Float(rms)) rms, \(Float(largest)) at most" }
}

extension ReferenceConvolution {
  /// The same convolution of one image.
  fileprivate var firstImage: ReferenceConvolution {
    ReferenceConvolution(images: 1, rows: rows, columns: columns, inputs: inputs, outputs: outputs)
  }
}
