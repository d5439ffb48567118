import KernelInterface
import Network
import Support
import Testing

/// An image gives the same bits at any place in the workspace, whatever is beside it, on every CPU.
@Suite("Engine: placement of images")
struct EnginePlacementTests {
  static let architectures = EngineCase.all.map(\.name) + Preset.all.map(\.name)

  @Test("the loss of an image does not depend on its place", arguments: architectures)
  func losses(name: String) throws {
    Self.checkLosses(try Self.architecture(named: name))
  }

  /// Expects that an image is scored alike alone and among others.
  static func checkLosses(_ architecture: Architecture) {
    var generator = SeededGenerator(seed: 41)
    let parameters = EngineSample.parameters(of: architecture, in: -0.3...0.3, using: &generator)
    let images = (0..<5).map { EngineImage.random(for: architecture, number: $0, using: &generator) }
    for variant in EngineVariant.all {
      let runner = EngineRunner(architecture, variant, parameters: parameters, capacity: 13)
      let alone = images.map { runner.scores([$0])[0] }
      for places in [[0, 1], [4, 3, 2, 1, 0], [2, 2, 2], [1, 0, 3, 4, 2, 0, 1, 1, 4, 3, 2, 2, 0]] {
        let together = runner.scores(places.map { images[$0] })
        #expect(together == places.map { alone[$0] }, "\(variant), \(places)")
      }
    }
  }

  /// Not with the statistics of a leaf, nor with functions that hold a bright image down.
  @Test(
    "the gradient of an image does not depend on its place",
    arguments: EngineCase.plain.map(\.name) + Preset.all.map(\.name).filter { $0.hasPrefix("lab-") })
  func gradients(name: String) throws {
    let architecture = try Self.architecture(named: name)
    for variant in EngineVariant.all {
      let (runner, image, silent) = try Self.withSilentImage(architecture, variant)
      let alone = runner.leaf([image]).gradient
      #expect(alone.contains { $0 != 0 })
      let leaves = [
        [silent, image], [image, silent], [silent, silent, image, silent],
        Array(repeating: silent, count: 12) + [image],
      ]
      for leaf in leaves {
        let difference = firstDifference(runner.leaf(leaf).gradient, from: alone)
        #expect(difference == nil, "\(variant), \(leaf.count) images")
      }
    }
  }

  @Test("all kernel sets write the same bits", arguments: architectures)
  func kernelSets(name: String) throws {
    Self.checkKernelSets(try Self.architecture(named: name))
  }

  /// Expects the same bits of all kernel sets.
  static func checkKernelSets(_ architecture: Architecture) {
    var generator = SeededGenerator(seed: 42)
    let parameters = EngineSample.parameters(of: architecture, in: -0.3...0.3, using: &generator)
    let images = [3, 59_998, 17, 4].map { EngineImage.random(for: architecture, number: $0, using: &generator) }
    for variants in Dictionary(grouping: EngineVariant.all, by: \.bits).values {
      let leaves = variants.map { EngineRunner(architecture, $0, parameters: parameters).leaf(images) }
      for (other, leaf) in zip(variants, leaves).dropFirst() {
        let difference = firstDifference(leaf.gradient, from: leaves[0].gradient)
        #expect(difference == nil, "\(other) differs from \(variants[0])")
        #expect(leaf.score == leaves[0].score)
      }
    }
  }

  private static func architecture(named name: String) throws -> Architecture {
    if let preset = Preset.named(name) { return try preset.architecture() }
    return try #require(EngineCase.all.first { $0.name == name }).architecture()
  }

  /// A dark image, and a bright one that is classified with such certainty that its gradient is exactly zero.
  ///
  /// Without biases logits grow with the brightness; a probability below e⁻⁷⁰⁸ is zero, one so close to 1 is 1.
  private static func withSilentImage(
    _ architecture: Architecture, _ variant: EngineVariant
  ) throws -> (runner: EngineRunner, image: EngineImage, silent: EngineImage) {
    for seed in 1...200 {
      var generator = SeededGenerator(seed: UInt64(seed))
      // A deep network grows its logits with smaller weights than a flat one.
      let largest = Float(1 << (seed % 11))
      let parameters = architecture.tensors.map { tensor in
        tensor.initializer == .zeros
          ? Array(repeating: 0, count: tensor.elementCount)
          : generator.floats(tensor.elementCount, in: -largest...largest)
      }
      let runner = EngineRunner(architecture, variant, parameters: parameters, capacity: 13)
      let image = EngineImage.random(for: architecture, number: 1, brightness: 0...1, using: &generator)
      var silent = EngineImage.random(for: architecture, number: 2, brightness: 100...255, using: &generator)
      for label in 0..<architecture.classCount {
        silent.label = label
        let isSilent = runner.leaf([silent]).gradient.allSatisfy { $0 == 0 }
        if isSilent, runner.leaf([image]).gradient.contains(where: { $0 != 0 }) { return (runner, image, silent) }
      }
    }
    throw EngineSample.NoSeed(name: architecture.name)
  }
}
