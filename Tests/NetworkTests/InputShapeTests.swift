import KernelInterface
import Network
import Support
import Testing

/// Inputs without an axis of channels, and layers that change nothing but the shape: the same numbers as without them.
@Suite("Input shapes")
struct InputShapeTests {
  /// Two networks of the same numbers.
  struct Pair: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let found: [LayerKind]
    let axes: [Int]
    let expected: [LayerKind]
    var image = ImageShape(rows: 9, columns: 9, channels: 1)
  }

  private static func reshape(_ target: Int...) -> LayerKind { .reshape(Reshape(target: target)) }
  private static let convolutions = [
    EngineCase.conv(5, 3, 3), EngineCase.pool(2, 2), EngineCase.flatten, EngineCase.dense(4),
  ]
  private static let dense = [EngineCase.dense(7, .relu), EngineCase.dense(4)]
  private static let average = LayerKind.globalPooling2D(GlobalPooling2D(kind: .average))
  private static let keptAverage = LayerKind.globalPooling2D(GlobalPooling2D(kind: .average, keepsAxes: true))
  private static let rescaling = LayerKind.rescaling(Rescaling(scale: 2, offset: -1))

  static let pairs = [
    Pair(
      testDescription: "rows", found: [EngineCase.flatten] + dense, axes: [9, 9],
      expected: [EngineCase.flatten] + dense),
    Pair(testDescription: "pixels in a row", found: dense, axes: [81], expected: [EngineCase.flatten] + dense),
    Pair(
      testDescription: "pixels in whole vectors", found: dense, axes: [64], expected: [EngineCase.flatten] + dense,
      image: ImageShape(rows: 8, columns: 8, channels: 1)),
    Pair(
      testDescription: "rows to an image", found: [reshape(9, 9, 1)] + convolutions, axes: [9, 9],
      expected: convolutions),
    Pair(
      testDescription: "pixels to an image", found: [reshape(9, -1, 1)] + convolutions, axes: [81],
      expected: convolutions),
    Pair(
      testDescription: "pixels in whole vectors to an image", found: [reshape(8, 8, 1)] + convolutions, axes: [64],
      expected: convolutions, image: ImageShape(rows: 8, columns: 8, channels: 1)),
    Pair(
      testDescription: "rescaled rows to an image", found: [rescaling, reshape(9, 9, 1)] + convolutions, axes: [9, 9],
      expected: [rescaling] + convolutions),
    Pair(
      testDescription: "rescaled pixels to an image", found: [rescaling, reshape(9, 9, 1)] + convolutions, axes: [81],
      expected: [rescaling] + convolutions),
    Pair(
      testDescription: "an image to itself", found: [reshape(9, 9, 1)] + convolutions, axes: [9, 9, 1],
      expected: convolutions),
    Pair(
      testDescription: "Reshape for Flatten",
      found: [convolutions[0], convolutions[1], reshape(-1), reshape(45), convolutions[3]], axes: [9, 9, 1],
      expected: convolutions),
    Pair(
      testDescription: "there and back",
      found: [convolutions[0], reshape(7, 35), reshape(245), reshape(7, 7, 5)] + convolutions[1...], axes: [9, 9, 1],
      expected: convolutions),
    Pair(
      testDescription: "kept axes", found: [convolutions[0], keptAverage, EngineCase.flatten, convolutions[3]],
      axes: [9, 9, 1], expected: [convolutions[0], average, convolutions[3]]),
    Pair(
      testDescription: "units to one pixel and back",
      found: [convolutions[0], average, reshape(1, 1, 5), reshape(5), convolutions[3]],
      axes: [9, 9, 1], expected: [convolutions[0], average, convolutions[3]]),
  ]

  @Test("give the same scores and gradients", arguments: pairs)
  func sameNumbers(pair: Pair) throws {
    let found = try Self.node(Self.architecture(pair.axes, pair.found))
    let expected = try Self.node(Self.architecture(pair.image.axes, pair.expected))
    // Where a copy pads the channels, other kernels compute the convolution behind it.
    for (found, expected) in zip(found.tensors, expected.tensors) {
      let largest = expected.map(\.magnitude).max() ?? 0
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-5 * largest })
    }
    #expect(zip(found.losses, expected.losses).allSatisfy { abs($0 - $1) < 1e-6 * $1 })
  }

  private static func architecture(_ axes: [Int], _ layers: [LayerKind]) throws -> Architecture {
    try Architecture(
      name: "shapes", inputAxes: axes, layers: layers.enumerated().map { ("layer_\($0.offset)", $0.element) })
  }

  private static func node(_ architecture: Architecture) throws -> (tensors: [[Float]], losses: [Double]) {
    var generator = SeededGenerator(seed: 3)
    let parameters = architecture.tensors.map { tensor in
      (0..<tensor.elementCount).map { _ in Float.random(in: -0.5...0.5, using: &generator) }
    }
    let images = (0..<3).map { EngineImage.random(for: architecture, number: $0, using: &generator) }
    let runner = EngineRunner(architecture, .standard, parameters: parameters)
    let (gradient, scores) = runner.node([images])
    return (runner.tensors(of: gradient), scores.map(\.lossSum))
  }

  @Test("refuse layers that need an axis of channels")
  func rows() {
    let input = kerasLayer("InputLayer", #""batch_shape": [null, 28, 28]"#)
    for layer in [
      kerasLayer("BatchNormalization"), kerasLayer("Softmax"), kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3"#),
      kerasLayer("Dense", #""units": 4"#), kerasLayer("GlobalMaxPooling2D"),
    ] {
      #expect(
        refusal(of: kerasModel([input, layer] + kerasHead)).hasSuffix(
          "input shape: found [28, 28]; supported: an image [rows, columns, channels] or units: put Reshape or Flatten "
            + "before it"))
    }
  }

  @Test("are written as Keras has them", arguments: ["[null,28,28]", "[null,784]", "[null,28,28,1]", "[32,28,28,1]"])
  func written(shape: String) throws {
    let input = kerasLayer("InputLayer", #""batch_shape": \#(shape)"#)
    let architecture = try decode(kerasModel([input, kerasLayer("Reshape", #""target_shape": [784]"#)] + kerasHead))
    #expect(architecture.inputShape == ImageShape(rows: 28, columns: 28, channels: 1))
    #expect(architecture.keras3JSON().contains("\"batch_shape\":\(shape.replacing("32", with: "null"))"))
    #expect(try decode(architecture.keras3JSON()) == architecture)
  }
}
