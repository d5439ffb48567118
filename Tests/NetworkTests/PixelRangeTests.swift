import KernelInterface
import Network
import Support
import Testing

/// What a network is given for pixels: the numbers of its range, however an image is moved or erased.
@Suite("Pixel range")
struct PixelRangeTests {
  /// A range, and the layer that gives the same numbers from 0 to 1.
  struct Equivalent: Sendable, CustomTestStringConvertible {
    let range: PixelRange
    let scale: Double
    let offset: Double

    var testDescription: String { range.description }
  }

  static let equivalents = [
    Equivalent(range: .zeroTo255, scale: 255, offset: 0), Equivalent(range: .minusOneToOne, scale: 2, offset: -1),
    Equivalent(
      range: .standardized(PixelStatistics(mean: 0.25, standardDeviation: 0.5)), scale: 2, offset: -0.5),
  ]

  private static let input = ImageShape(rows: 9, columns: 8, channels: 1)
  private static let layers: [(String, LayerKind)] = [
    ("convolution", EngineCase.conv(5, 3, 3, .tanh, padding: .same)), ("pool", EngineCase.pool(2, 2)),
    ("flatten", EngineCase.flatten), ("dense", EngineCase.dense(4)),
  ]

  /// An image as it is, moved, mirrored, and with a part erased by black or by noise.
  private static var transforms: [ImageTransform?] {
    var moved = ImageTransform()
    (moved.down, moved.right) = (2, -1)
    var mirrored = ImageTransform()
    mirrored.isMirrored = true
    var erased = ImageTransform()
    (erased.erasedRows, erased.erasedColumns) = (1..<6, 3..<7)
    var noisy = erased
    noisy.right = 3
    noisy.noise = PixelNoise(seed: 1, image: 2, epoch: 3, purpose: 4)
    return [nil, moved, mirrored, erased, noisy]
  }

  @Test("has the values of a rescaling, black and noise too", arguments: equivalents)
  func values(equivalent: Equivalent) throws {
    let rescaling = LayerKind.rescaling(Rescaling(scale: equivalent.scale, offset: equivalent.offset))
    let plain = try Architecture(name: "plain", inputShape: Self.input, layers: Self.layers)
    let rescaled = try Architecture(
      name: "rescaled", inputShape: Self.input, layers: [("rescaling", rescaling)] + Self.layers)
    let found = Self.probabilities(plain, equivalent.range, weight: 1 / equivalent.scale)
    let expected = Self.probabilities(rescaled, .zeroToOne, weight: 1 / equivalent.scale)
    #expect(found.count == 4 * Self.transforms.count)
    for (value, expected) in zip(found, expected) { #expect(abs(value - expected) < 1e-5) }
  }

  private static func probabilities(_ architecture: Architecture, _ range: PixelRange, weight: Double) -> [Float] {
    let network = Network(
      architecture, kernels: EngineVariant.standard.kernels, capacity: 8, pixelRange: range)
    let workspace = network.makeWorkspace()
    var generator = SeededGenerator(seed: 5)
    let parameters = FloatBuffer(count: network.layout.floatCount)
    for placement in network.layout.tensors {
      let values = (0..<placement.elementCount).map { _ in Float.random(in: -1...1, using: &generator) }
      placement.place(values.map { placement.name.hasPrefix("conv") ? $0 * Float(weight) : $0 }, into: parameters.view)
    }
    network.prepare(workspace, for: parameters)
    let pixels = (0..<72).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for transform in transforms { workspace.load(pixels: pixels.span, label: 0, number: 0, transform: transform) }
    network.compute(workspace)
    var probabilities: [Float] = []
    network.appendProbabilities(workspace, to: &probabilities)
    return probabilities
  }

  @Test("has a text that reads back")
  func text() throws {
    let texts = ["0-1", "0-255", "-1-1", "standardized", "standardized:0.286,0.353", "standardized:0.0,1.0"]
    for text in texts { #expect(PixelRange(text)?.description == text) }
    let statistics = try #require(PixelStatistics(mean: 1.0 / 3, standardDeviation: 2.0 / 7))
    #expect(PixelRange(PixelRange.standardized(statistics).description) == .standardized(statistics))
    let others = [
      "", "1-0", "0-256", "standard", "standardized:", "standardized:0.3", "standardized:0.3,0", "standardized:72,90",
      "standardized:nan,0.3", "standardized:0.3,0.3,0.3", "standardized:-0.1,0.3", "standardized:0.3,inf",
    ]
    for text in others { #expect(PixelRange(text) == nil, "\(text)") }
  }

  @Test(
    "is what a first Rescaling asks for",
    arguments: [
      (#""scale": 0.00392156862745098, "offset": 0.0"#, PixelRange.zeroTo255), (#""scale": 0.00390625"#, .zeroTo255),
      (#""scale": 0.00784313725490196, "offset": -1"#, .zeroTo255), (#""scale": 0.0078125, "offset": -1"#, .zeroTo255),
      (#""scale": 2.0, "offset": -1"#, .zeroToOne), (#""scale": 0.5"#, .zeroToOne), (#""scale": 1"#, .zeroToOne),
    ])
  func expected(options: String, range: PixelRange) throws {
    let rescaling = kerasLayer("Rescaling", options)
    #expect(try decode(kerasModel([kerasInput, rescaling] + kerasHead)).expectedPixelRange == range)
    let flat = [kerasInput, kerasHead[0], rescaling, kerasHead[1]]
    #expect(try decode(kerasModel(flat)).expectedPixelRange == range)
    let late = [kerasInput, kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3"#), rescaling] + kerasHead
    #expect(try decode(kerasModel(late)).expectedPixelRange == .zeroToOne)
    #expect(try decode(kerasModel([kerasInput] + kerasHead)).expectedPixelRange == .zeroToOne)
  }
}
