import KernelInterface
import Support
import Testing

/// A 3 × 3 convolution that is cut into tiles, with operands, and the kernels run on it between guards.
struct TileConvolutionCase: Sendable, CustomTestStringConvertible {
  let name: String
  let reference: ReferenceConvolution
  let input: [Float]
  let kernel: [Float]
  let bias: [Float]
  let outputGradient: [Float]

  var testDescription: String { name }

  /// What fills the operands.
  enum Numbers {
    /// Such that every number on the way is exact: the transform of the kernel divides by 36.
    case whole
    /// Rectified normal inputs, He's weights and gradients behind a rectifier, as in a network that trains.
    case natural
  }

  init(_ name: String, _ rows: Int, _ columns: Int, inputs: Int, outputs: Int, images: Int, numbers: Numbers) {
    self.name = name
    reference = ReferenceConvolution(images: images, rows: rows, columns: columns, inputs: inputs, outputs: outputs)
    var generator = SeededGenerator(seed: 61)
    switch numbers {
    case .whole:
      input = generator.smallIntegers(reference.inputCount)
      kernel = generator.smallIntegers(reference.kernelCount, in: -1...1).map { 36 * $0 }
      bias = generator.smallIntegers(outputs)
      outputGradient = generator.smallIntegers(reference.outputCount)
    case .natural:
      let scale = (2 / Float(9 * inputs)).squareRoot()
      input = generator.normal(reference.inputCount).map { max($0, 0) }
      kernel = generator.normal(reference.kernelCount).map { scale * $0 }
      bias = Array(repeating: 0, count: outputs)
      outputGradient = generator.normal(reference.outputCount).map { Bool.random(using: &generator) ? $0 : 0 }
    }
  }

  /// Awkward numbers of images, blocks that end within an image, tiles in rows, columns and both.
  static let whole = [
    TileConvolutionCase("no image", 5, 5, inputs: 16, outputs: 16, images: 0, numbers: .whole),
    TileConvolutionCase("one tile", 5, 5, inputs: 16, outputs: 48, images: 1, numbers: .whole),
    TileConvolutionCase("three images of 1 x 2 tiles", 5, 8, inputs: 32, outputs: 16, images: 3, numbers: .whole),
    TileConvolutionCase("eleven images of 3 x 1 tiles", 11, 5, inputs: 16, outputs: 16, images: 11, numbers: .whole),
    TileConvolutionCase("nine images of 2 x 2 tiles", 8, 8, inputs: 16, outputs: 16, images: 9, numbers: .whole),
    TileConvolutionCase("33 images", 5, 5, inputs: 16, outputs: 16, images: 33, numbers: .whole),
  ]

  static let natural = [
    TileConvolutionCase("lab-001, conv3", 5, 5, inputs: 64, outputs: 64, images: 3, numbers: .natural),
    TileConvolutionCase("lab-003, conv3", 5, 5, inputs: 64, outputs: 128, images: 2, numbers: .natural),
    TileConvolutionCase("2 x 2 tiles", 8, 8, inputs: 32, outputs: 32, images: 3, numbers: .natural),
  ]

  /// For what must not depend on the other images: every register tile, blocks of one and of many tiles.
  static let placed = [
    natural[0],
    TileConvolutionCase("nine images of 2 x 2 tiles", 8, 8, inputs: 16, outputs: 32, images: 9, numbers: .natural),
    TileConvolutionCase("33 images", 5, 5, inputs: 16, outputs: 16, images: 33, numbers: .natural),
  ]

  /// The tiles of one row of the output after the other.
  private var tiles: [(y: Int, x: Int)] {
    (0..<reference.outputRows / 3).flatMap { y in
      (0..<reference.outputColumns / 3).map { x in (3 * y, 3 * x) }
    }
  }

  /// Calls `body` with the tiles in blocks of `block`.
  private func withTiles(block: Int, _ body: (WinogradTiles) -> Void) {
    let (inputs, outputs) = (reference.inputs, reference.outputs)
    let patches = IndexTable(tiles.map { reference.inputOffset(n: 0, y: $0.y, x: $0.x) })
    let outputTiles = IndexTable(tiles.map { reference.outputOffset(n: 0, y: $0.y, x: $0.x) })
    let inputLines = IndexTable((0..<block).map { $0 * inputs })
    let outputLines = IndexTable((0..<block).map { $0 * outputs })
    body(
      WinogradTiles(
        patches: patches.view, outputTiles: outputTiles.view, inputs: inputs, outputs: outputs,
        inputRow: reference.columns * inputs, outputRow: reference.outputColumns * outputs,
        inputCount: reference.rows * reference.columns * inputs,
        outputCount: reference.outputRows * reference.outputColumns * outputs, inputLines: inputLines.view,
        outputLines: outputLines.view))
    withExtendedLifetime((patches, outputTiles, inputLines, outputLines)) {}
  }

  /// The transformed kernels, made by `parts` workers one after the other.
  func transformedKernels(by kernels: any KernelSet.Type, parts: Int = 1) -> (forward: [Float], backward: [Float]) {
    let count = WinogradTiles.kernelCount(inputs: reference.inputs, outputs: reference.outputs)
    // [ky, kx, i, o] to [o, ky, kx, i].
    let rows = self.kernel.count / reference.outputs
    let outputMajor = (0..<self.kernel.count).map { self.kernel[$0 % rows * reference.outputs + $0 / rows] }
    let kernel = GuardedFloats(outputMajor, shift: 1)
    let (forward, backward) = (GuardedFloats(count: count, shift: 1), GuardedFloats(count: count))
    for part in 0..<parts {
      kernels.transformTileKernel(
        WinogradTileKernel(
          inputs: reference.inputs, outputs: reference.outputs, kernel: kernel.view, forward: forward.view,
          backward: backward.view, part: part, of: parts))
    }
    for operand in [kernel, forward, backward] { #expect(operand.overrun == nil, "\(name)") }
    return (forward.array, backward.array)
  }

  private func scratch(block: Int) -> GuardedFloats {
    GuardedFloats(
      count: WinogradTiles.scratchCount(block: block, inputs: reference.inputs, outputs: reference.outputs), shift: 1)
  }

  /// The output of `images`.
  func output(
    by kernels: any KernelSet.Type, images: Range<Int>, block: Int = WinogradTiles.usualBlock, rectifies: Bool = false
  ) -> [Float] {
    let (inputCount, outputCount) = (reference.inputCount, reference.outputCount) / max(reference.images, 1)
    let input = GuardedFloats(Array(input[images.lowerBound * inputCount..<images.upperBound * inputCount]), shift: 1)
    let (kernel, bias) = (GuardedFloats(transformedKernels(by: kernels).forward), GuardedFloats(bias, shift: 1))
    let (output, scratch) = (GuardedFloats(count: images.count * outputCount, shift: 1), scratch(block: block))
    withTiles(block: block) { tiles in
      kernels.convolveTiles(
        WinogradTileConvolution(
          tiles, images: images.count, input: input.view, kernel: kernel.view, bias: bias.view, output: output.view,
          rectifies: rectifies, scratch: scratch.view))
    }
    for operand in [input, kernel, bias, output, scratch] { #expect(operand.overrun == nil, "\(name)") }
    return output.array
  }

  /// The gradient of the input of `images`.
  func inputGradient(
    by kernels: any KernelSet.Type, images: Range<Int>, block: Int = WinogradTiles.usualBlock
  ) -> [Float] {
    let (inputCount, outputCount) = (reference.inputCount, reference.outputCount) / max(reference.images, 1)
    let gradient = GuardedFloats(
      Array(outputGradient[images.lowerBound * outputCount..<images.upperBound * outputCount]), shift: 1)
    let kernel = GuardedFloats(transformedKernels(by: kernels).backward)
    let (target, scratch) = (GuardedFloats(count: images.count * inputCount, shift: 1), scratch(block: block))
    withTiles(block: block) { tiles in
      kernels.spreadTileGradients(
        WinogradTileGradient(
          tiles, images: images.count, outputGradient: gradient.view, kernel: kernel.view, inputGradient: target.view,
          scratch: scratch.view))
    }
    for operand in [gradient, kernel, target, scratch] { #expect(operand.overrun == nil, "\(name)") }
    return target.array
  }
}

extension SeededGenerator {
  /// Numbers of mean 0 and variance 1 that are nearly normal: sums of four that are uniform.
  fileprivate mutating func normal(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      (0..<4).reduce(0) { sum, _ in sum + Float.random(in: -0.8660254...0.8660254, using: &self) }
    }
  }
}

private func / (counts: (Int, Int), images: Int) -> (Int, Int) { (counts.0 / images, counts.1 / images) }
