import KernelInterface
import Support
import Testing

/// A 3 × 3 convolution that is cut into tiles, with operands.
struct TileConvolutionCase: Sendable, CustomTestStringConvertible {
  let name: String
  let scheme: WinogradTiles.Scheme
  let reference: ReferenceConvolution
  /// Images of each leaf.
  let leaves: [Int]
  let numbers: Numbers
  let input: [Float]
  let kernel: [Float]
  let bias: [Float]
  let outputGradient: [Float]

  var testDescription: String { "\(name), F(\(scheme.rawValue)×\(scheme.rawValue), 3×3)" }

  /// What fills the operands.
  enum Numbers {
    /// Such that with 3 × 3 tiles every number on the way is exact: the transform of the kernel divides by 36.
    case whole
    /// Rectified normal inputs, He's weights and gradients behind a rectifier, as in a network that trains.
    case natural
    /// The same of a layer with a single channel of input and output, which is padded to sixteen.
    case single
    /// Natural ones and biases, but most pixels of the input and of the gradient are zero, the others in all channels but one.
    case spotted
  }

  init(
    _ name: String, _ scheme: WinogradTiles.Scheme, _ rows: Int, _ columns: Int, inputs: Int = 16, outputs: Int = 16,
    leaves: [Int] = [1], margins: ReferenceConvolution.Margins = (0, 0, 0, 0), numbers: Numbers = .whole
  ) {
    (self.name, self.scheme, self.leaves, self.numbers) = (name, scheme, leaves, numbers)
    reference = ReferenceConvolution(
      images: leaves.reduce(0, +), rows: rows, columns: columns, inputs: inputs, outputs: outputs, margins: margins)
    var generator = SeededGenerator(seed: 61)
    switch numbers {
    case .whole:
      input = generator.smallIntegers(reference.inputCount)
      kernel = generator.smallIntegers(reference.kernelCount, in: -1...1).map { 36 * $0 }
      bias = generator.smallIntegers(outputs)
      outputGradient = generator.smallIntegers(reference.outputCount)
    case .natural, .single:
      let scale = (2 / Float(9 * inputs)).squareRoot()
      func isUsed(_ channel: Int) -> Bool { numbers == .natural || channel == 0 }
      input = generator.normal(reference.inputCount).enumerated().map { isUsed($0 % inputs) ? max($1, 0) : 0 }
      kernel = generator.normal(reference.kernelCount).enumerated().map {
        isUsed($0 % outputs) && isUsed($0 / outputs % inputs) ? scale * $1 : 0
      }
      bias = Array(repeating: 0, count: outputs)
      outputGradient = generator.normal(reference.outputCount).enumerated().map {
        isUsed($0 % outputs) && Bool.random(using: &generator) ? $1 : 0
      }
    case .spotted:
      func spots(_ count: Int, channels: Int) -> [Float] {
        var spots = Array(repeating: Float(0), count: count)
        for pixel in 0..<count / channels where Int.random(in: 0..<12, using: &generator) == 0 {
          // A negative zero is a zero.
          for channel in 0..<channels { spots[pixel * channels + channel] = -0.0 }
          let value = Float.random(in: 0.1...1, using: &generator)
          spots[pixel * channels + Int.random(in: 0..<channels, using: &generator)] = pixel % 3 == 0 ? -value : value
        }
        return spots
      }
      input = spots(reference.inputCount, channels: inputs)
      kernel = generator.normal(reference.kernelCount)
      bias = generator.floats(outputs)
      outputGradient = spots(reference.outputCount, channels: outputs)
    }
  }

  /// A gradient of the output that the kernel's gradient is computed of: Gᵀ divides by 36 as well.
  var outputGradientForKernel: [Float] { numbers == .whole ? outputGradient.map { 36 * $0 } : outputGradient }

  /// Awkward numbers of images, blocks that end within an image, tiles in rows, columns and both.
  static let whole = WinogradTiles.Scheme.allCases.flatMap { scheme in
    let m = scheme.rawValue
    return [
      TileConvolutionCase("no image", scheme, 5, 5, leaves: [0]),
      TileConvolutionCase("one tile", scheme, m + 2, m + 2, outputs: 48),
      TileConvolutionCase("three images of 1 x 2 tiles", scheme, m + 2, 2 * m + 2, inputs: 32, leaves: [2, 1]),
      TileConvolutionCase("eleven images of 3 x 1 tiles", scheme, 3 * m + 2, m + 2, leaves: [4, 0, 4, 3]),
      TileConvolutionCase("nine images of 2 x 2 tiles", scheme, 2 * m + 2, 2 * m + 2, leaves: [9]),
      TileConvolutionCase("53 images", scheme, m + 2, m + 2, leaves: [50, 1, 2]),
      TileConvolutionCase("7 x 7, padding same", scheme, 7, 7, inputs: 48, outputs: 32, leaves: [1, 2], margins: same),
    ]
  }

  /// All sizes from 1 to 17 with every padding that a convolution may have, the other axis another size.
  static let sizes = WinogradTiles.Scheme.allCases.flatMap { scheme in
    (1...17).flatMap { rows in
      let columns = rows * 7 % 17 + 1
      let fitting = paddings.filter { rows + $0.top + $0.bottom >= 3 && columns + $0.left + $0.right >= 3 }
      return fitting.map { margins in
        TileConvolutionCase("\(rows) x \(columns), \(margins)", scheme, rows, columns, margins: margins)
      }
    }
  }

  /// All sizes from 1 to 17 with every padding, and some of several vectors of channels, nearly blank.
  static let spotted =
    sizes.map { sized in
      TileConvolutionCase(
        sized.name, sized.scheme, sized.reference.rows, sized.reference.columns, leaves: [2],
        margins: sized.reference.margins, numbers: .spotted)
    }
    + WinogradTiles.Scheme.allCases.flatMap { scheme in
      [
        TileConvolutionCase(
          "14 x 14, 64 to 32", scheme, 14, 14, inputs: 64, outputs: 32, leaves: [5], margins: same, numbers: .spotted),
        TileConvolutionCase(
          "one tile", scheme, scheme.rawValue + 2, scheme.rawValue + 2, outputs: 48, leaves: [40], numbers: .spotted),
      ]
    }

  private static let paddings: [ReferenceConvolution.Margins] = [
    same, (0, 0, 0, 0), (0, 1, 1, 0), (2, 0, 0, 2), (2, 2, 2, 2), (0, 2, 2, 1),
  ]

  static let natural =
    [
      TileConvolutionCase(
        "lab-001, conv3", .three, 5, 5, inputs: 64, outputs: 64, leaves: [2, 1], numbers: .natural),
      TileConvolutionCase("lab-003, conv3", .three, 5, 5, inputs: 64, outputs: 128, leaves: [2], numbers: .natural),
      TileConvolutionCase("2 x 2 tiles", .three, 8, 8, inputs: 32, outputs: 32, leaves: [1, 2], numbers: .natural),
    ]
    + WinogradTiles.Scheme.allCases.flatMap { scheme in
      [
        TileConvolutionCase(
          "64 to 64 on 14 x 14", scheme, 14, 14, inputs: 64, outputs: 64, leaves: [2], margins: same, numbers: .natural),
        TileConvolutionCase(
          "128 to 128 on 7 x 7", scheme, 7, 7, inputs: 128, outputs: 128, leaves: [2], margins: same, numbers: .natural),
        TileConvolutionCase(
          "16 to 16 on 9 x 6", scheme, 9, 6, leaves: [3, 1], margins: same, numbers: .natural),
        TileConvolutionCase(
          "1 to 1 on 14 x 14", scheme, 14, 14, leaves: [40], margins: same, numbers: .single),
      ]
    }

  /// For what must not depend on the other images: every register tile, blocks of one and of many tiles.
  static let placed = WinogradTiles.Scheme.allCases.flatMap { scheme in
    [
      TileConvolutionCase(
        "7 x 7, 64 to 64", scheme, 7, 7, inputs: 64, outputs: 64, leaves: [1, 2], margins: same, numbers: .natural),
      TileConvolutionCase(
        "nine images of 2 x 2 tiles", scheme, 8, 8, outputs: 32, leaves: [4, 0, 4, 1], numbers: .natural),
      TileConvolutionCase("61 images", scheme, 5, 6, leaves: [50, 1, 2, 0, 0, 7, 1], numbers: .natural),
    ]
  }

  private static let same: ReferenceConvolution.Margins = (1, 1, 1, 1)
}

extension SeededGenerator {
  /// Numbers of mean 0 and variance 1 that are nearly normal: sums of four that are uniform.
  fileprivate mutating func normal(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      (0..<4).reduce(0) { sum, _ in sum + Float.random(in: -0.8660254...0.8660254, using: &self) }
    }
  }
}
