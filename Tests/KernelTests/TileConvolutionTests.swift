import KernelInterface
import Kernels
import Support
import Testing

/// F(3×3, 3×3) and F(4×4, 3×3) against the definition of convolution.
@Suite("Winograd convolution in tiles")
struct TileConvolutionTests {
  @Test("whole numbers are convolved", arguments: TileConvolutionCase.whole + TileConvolutionCase.sizes)
  func output(tiled: TileConvolutionCase) {
    let (images, exact) = (0..<tiled.reference.images, tiled.exactOutput)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let sums = tiled.output(by: kernels, images: images)
      expectWhole(sums, exact, tiled, "\(kernels.name)")
      let rectified = tiled.output(by: kernels, images: images, rectifies: true)
      #expect(firstDifference(rectified, from: sums.map { $0 < 0 ? 0 : $0 }) == nil, "\(kernels.name)")
    }
  }

  @Test("gradients that are whole numbers are spread", arguments: TileConvolutionCase.whole + TileConvolutionCase.sizes)
  func inputGradient(tiled: TileConvolutionCase) {
    let exact = tiled.exactInputGradient
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let found = tiled.inputGradient(by: kernels, images: 0..<tiled.reference.images)
      expectWhole(found, exact, tiled, "\(kernels.name)")
    }
  }

  @Test("gradients of the kernel are summed", arguments: TileConvolutionCase.whole + TileConvolutionCase.sizes)
  func kernelGradient(tiled: TileConvolutionCase) {
    let exact = tiled.exactKernelGradient
    for kernels in KernelRegistry.tested.map(\.kernels) {
      expectWhole(tiled.kernelGradient(by: kernels, leaves: tiled.leaves), exact, tiled, "\(kernels.name)")
    }
  }

  /// With 3 × 3 tiles every number on the way is exact; those of 4 × 4 tiles have factors that are not.
  private func expectWhole(
    _ found: [Float], _ exact: (sums: [ReferenceSum], measure: [Double]), _ tiled: TileConvolutionCase,
    _ comment: Comment
  ) {
    switch tiled.scheme {
    case .three: #expect(found == exact.sums.map { Float($0.value) }, comment)
    case .four: expectClose(found, exact, comment)
    }
  }

  private func expectClose(
    _ found: [Float], _ exact: (sums: [ReferenceSum], measure: [Double]), _ comment: Comment
  ) {
    // The bias, if there is one, is added with one more rounding.
    let expected = zip(exact.sums, exact.measure).map {
      ExpectedValue($0.value, tolerance: WinogradError.largest * $1 + Double(Float.ulpOfOne) * $0.value.magnitude)
    }
    #expect(firstDeviation(found, from: expected) == nil, comment)
  }

  @Test("errors of rounding are bounded", arguments: TileConvolutionCase.natural)
  func accuracy(tiled: TileConvolutionCase) {
    let images = 0..<tiled.reference.images
    let (output, inputGradient, kernelGradient) = (
      tiled.exactOutput, tiled.exactInputGradient, tiled.exactKernelGradient
    )
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let found = tiled.output(by: kernels, images: images)
      expectClose(found, output, "\(kernels.name), output")
      let forward = WinogradAccuracy(found, from: output.sums)
      #expect(forward.isAsDocumented(.output), "\(kernels.name), output: \(forward)")
      let spread = tiled.inputGradient(by: kernels, images: images)
      expectClose(spread, inputGradient, "\(kernels.name), gradient of the input")
      let backward = WinogradAccuracy(spread, from: inputGradient.sums)
      #expect(backward.isAsDocumented(.inputGradient), "\(kernels.name), input: \(backward)")
      let summed = tiled.kernelGradient(by: kernels, leaves: tiled.leaves)
      expectClose(summed, kernelGradient, "\(kernels.name), gradient of the kernel")
      let weights = WinogradAccuracy(summed, from: kernelGradient.sums)
      #expect(weights.isAsDocumented(.kernelGradient), "\(kernels.name), kernel: \(weights)")
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

  @Test(
    "a leaf has the same gradient alone and in company", arguments: KernelRegistry.all, TileConvolutionCase.placed)
  func leaves(entry: KernelRegistry.Entry, tiled: TileConvolutionCase) throws {
    let kernels = try entry.kernelsOrSkip()
    var first = 0
    let alone = tiled.leaves.map { size in
      defer { first += size }
      return tiled.kernelGradient(by: kernels, leaves: [size], from: first)
    }
    func add(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { $0 + $1 } }
    let expected = treeSum(alone, add)
    let together = tiled.kernelGradient(by: kernels, leaves: tiled.leaves)
    #expect(firstDifference(together, from: expected) == nil, "\(kernels.name)")
    // The right child of the sum tree: added to the left one with one rounding.
    var generator = SeededGenerator(seed: 62)
    let left = generator.floats(together.count)
    let sum = tiled.kernelGradient(by: kernels, leaves: tiled.leaves, onto: left)
    #expect(firstDifference(sum, from: add(left, expected)) == nil, "\(kernels.name)")
  }
}
