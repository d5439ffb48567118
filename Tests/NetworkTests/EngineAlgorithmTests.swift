import Network
import Support
import Testing

/// Which convolutions `--convolution` changes: those that Winograd's algorithms fit.
@Suite("Engine: choice of algorithms")
struct EngineAlgorithmTests {
  @Test("Winograd's algorithm is taken where it fits", arguments: Preset.all.map(\.name))
  func presets(name: String) throws {
    let architecture = try #require(Preset.named(name)).architecture()
    #expect(try !isSame(architecture, .direct, .winograd))
    #expect(try isSame(architecture, .auto, .winograd))
  }

  /// Rows and columns of the image, and whether tiles of 3 × 3 or 4 × 4 save a third of the products of its 3 × 3 convolution,
  /// which stands behind another layer.
  @Test(
    "tiles have to save products",
    arguments: [
      ((5, 5), true), ((8, 5), true), ((5, 6), true), ((7, 7), true), ((4, 5), true), ((12, 9), true),
      ((4, 4), false), ((3, 5), false), ((6, 3), false),
    ])
  func tiles(image: (rows: Int, columns: Int), isTiled: Bool) throws {
    let architecture = try Self.architecture(image.rows, image.columns, [1, 3])
    #expect(try isSame(architecture, .direct, .winograd) == !isTiled)
  }

  @Test("a first layer and other kernels are direct", arguments: [[3], [1, 5], [3, 1]])
  func direct(kernels: [Int]) throws {
    #expect(try isSame(Self.architecture(5, 5, kernels), .direct, .winograd))
  }

  /// Convolutions with square kernels of these sizes, and a dense layer.
  private static func architecture(_ rows: Int, _ columns: Int, _ kernels: [Int]) throws -> Architecture {
    let convolutions = kernels.enumerated().map { number, size in
      let kernelSize = WindowSize(rows: size, columns: size)
      return (
        name: "conv_\(number)",
        kind: LayerKind.convolution2D(Convolution2D(filters: 18, kernelSize: kernelSize, activation: .relu))
      )
    }
    let rest = [
      (name: "flatten", kind: LayerKind.flatten(Flatten())),
      (name: "dense", kind: .dense(Dense(units: 3, activation: .linear))),
    ]
    return try Architecture(
      name: "fixture", inputShape: ImageShape(rows: rows, columns: columns, channels: 1), layers: convolutions + rest)
  }

  /// Whether two algorithms give the same bits.
  private func isSame(
    _ architecture: Architecture, _ first: ConvolutionAlgorithm, _ second: ConvolutionAlgorithm
  ) throws -> Bool {
    var generator = SeededGenerator(seed: 91)
    let parameters = EngineSample.parameters(of: architecture, in: -0.3...0.3, using: &generator)
    let images = (0..<3).map { EngineImage.random(for: architecture, number: $0, using: &generator) }
    let gradients = [first, second].map { algorithm in
      let variant = EngineVariant(kernels: EngineVariant.standard.kernels, convolution: algorithm)
      return EngineRunner(architecture, variant, parameters: parameters).leaf(images).gradient
    }
    return firstDifference(gradients[0], from: gradients[1]) == nil
  }
}
