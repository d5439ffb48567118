import KernelInterface
import Network
import Support
import Testing

/// The models of the lab manuals, in full size, from their own initial weights.
@Suite("Engine: presets")
struct EnginePresetTests {
  /// A share of the tensor's largest gradient. Worst-case bounds say nothing at this depth; measured is up to 1.1e-6.
  private static let tolerance = 1e-5

  /// Without batch normalisation: a leaf of one image leaves so little of it that all is rounding.
  private static let names = Preset.all.map(\.name).filter { $0.hasPrefix("lab-") }

  @Test("the gradient of an image is that of the chain rule in Double", arguments: names)
  func gradient(name: String) throws {
    let architecture = try #require(Preset.named(name)).architecture()
    let parameters = initialParameters(of: architecture)
    let reference = ReferenceNetwork(architecture)
    let bounded = parameters.map { $0.map { BoundedValue(Double($0)) } }
    // An image for which no rounding decides which way a rectifier or a window goes.
    let image = try #require(
      (UInt64(21)...40).lazy.map { seed in
        var generator = SeededGenerator(seed: seed)
        return EngineImage.random(for: architecture, number: 59_999, using: &generator)
      }
      .first { reference.losses(of: [$0.reference(in: architecture)], parameters: bounded).kinkDistance > 0 })
    let expected = reference.gradient(of: [image.reference(in: architecture)], parameters: bounded)
    for variant in EngineVariant.all {
      let runner = EngineRunner(architecture, variant, parameters: parameters)
      let found = runner.tensors(of: runner.leaf([image]).gradient)
      for (tensor, placement) in runner.network.layout.tensors.enumerated() {
        let largest = expected[tensor].map(\.value.magnitude).max() ?? 0
        let values = expected[tensor].map { ExpectedValue($0.value, tolerance: Self.tolerance * largest) }
        #expect(firstDeviation(found[tensor], from: values) == nil, "\(variant), \(placement.name)")
      }
    }
  }

  /// The elements of the initial weights, tensor by tensor.
  private func initialParameters(of architecture: Architecture) -> [[Float]] {
    let network = Network(architecture, kernels: EngineVariant.standard.kernels, capacity: 1)
    let initial = network.initialParameters(seed: 5)
    return network.layout.tensors.map { $0.elements(of: initial.view) }
  }
}
