import KernelInterface
import Network
import Testing

@Suite("Engine: density")
struct DensityTests {
  /// A rectified convolution of 20 channels, which are padded, before pooling, and two classes.
  private static let model = kerasModel([
    kerasInput, kerasLayer("Conv2D", #""filters": 20, "kernel_size": [3, 3], "activation": "relu""#),
    kerasLayer("MaxPooling2D", #""pool_size": [2, 2]"#), kerasLayer("Flatten"),
    kerasLayer("Dense", #""units": 2, "activation": "softmax""#),
  ])

  @Test("a black image has no window that sees anything, and no gradient but the logits'")
  func black() throws {
    let densities = try Self.densities(ofPixels: 0)
    #expect(densities.first == StageDensity(gradients: 0, windows: 0))
    #expect(densities.last == StageDensity(gradients: 1, windows: 1))
  }

  @Test("a rectifier leaves the gradients of what it lets through; padded channels do not count")
  func grey() throws {
    let densities = try Self.densities(ofPixels: 128)
    // On an even image each channel is positive everywhere or nowhere.
    #expect(densities[0].windows == 1)
    #expect(densities[0].gradients > 0 && densities[0].gradients < 1)
    #expect((densities[0].gradients * 20).rounded() == densities[0].gradients * 20)
  }

  private static func densities(ofPixels value: UInt8) throws -> [StageDensity] {
    let network = Network(try decode(model), kernels: EngineVariant.standard.kernels, capacity: 1)
    let workspace = network.makeWorkspace()
    network.prepare(workspace, for: network.initialParameters(seed: 4))
    workspace.load(pixels: Array(repeating: value, count: 28 * 28).span, label: 1, number: 0)
    workspace.endLeaf()
    let gradient = FloatBuffer(count: network.layout.floatCount)
    network.backward(
      workspace, draw: EngineImage.draw, into: gradient.view, accumulates: false
    ) { _, _ in }
    return network.stageNames.indices.map { network.density(stage: $0, workspace) }
  }
}
