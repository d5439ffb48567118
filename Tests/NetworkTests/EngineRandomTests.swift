import Network
import Support
import Testing

/// Networks over all layers and options that nobody thought of, against plain loops in Double.
@Suite("Engine: random networks")
struct EngineRandomTests {
  private static let count = 60
  private static let samples = Result { try EngineSample.drawn(count, seed: 17) }
  private static let drawn = (try? samples.get()) ?? []

  @Test("all layers and options are drawn")
  func coverage() throws {
    let samples = try Self.samples.get()
    #expect(samples.count == Self.count)
    let layers = samples.flatMap(\.architecture.layers)
    let classes = Set(layers.map(\.kind.className))
    #expect(
      classes == [
        "Activation", "AveragePooling2D", "BatchNormalization", "Conv2D", "Dense", "Dropout", "Flatten",
        "GlobalAveragePooling2D", "GlobalMaxPooling2D", "MaxPooling2D", "Rescaling",
        "SpatialDropout2D", "ZeroPadding2D",
      ])
    let convolutions = layers.compactMap { if case .convolution2D(let layer) = $0.kind { layer } else { nil } }
    #expect(convolutions.contains { $0.strides.rows > 1 && $0.padding == .same && !$0.usesBias })
    for activation in EngineCase.activations + [.relu, .linear] {
      #expect(convolutions.contains { $0.activation == activation }, "\(activation)")
    }
  }

  @Test("losses and gradients are those of the formulas", arguments: drawn)
  func training(sample: EngineSample) {
    for variant in EngineVariant.all {
      var pass = variant.pass
      pass.followers = 2
      let (gradient, total) = (sample.gradient(pass), sample.total(pass).loss)
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      let leaf = runner.leaf(sample.images, followers: 2)
      for (tensor, found) in runner.tensors(of: leaf.gradient).enumerated() {
        #expect(
          firstDeviation(found, from: gradient[tensor].map(\.expected)) == nil,
          "\(variant), \(runner.network.layout.tensors[tensor].name)")
      }
      #expect((leaf.score.lossSum - total.value).magnitude <= total.bound, "\(variant)")
    }
  }

  @Test("evaluation takes moving statistics, and no dropout", arguments: drawn)
  func evaluation(sample: EngineSample) {
    for variant in EngineVariant.all {
      var pass = variant.pass
      pass.isTraining = false
      let expected = sample.losses(pass)
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      for (found, expected) in zip(runner.scores(sample.images), expected) {
        #expect((found.lossSum - expected.value).magnitude <= expected.bound, "\(variant)")
      }
    }
  }

  @Test("the bits do not depend on the place, on leaves of the same pass, or on the kernel set", arguments: drawn)
  func bits(sample: EngineSample) {
    EnginePlacementTests.checkLosses(sample.architecture)
    EnginePlacementTests.checkKernelSets(sample.architecture)
    EngineNodeTests.check(sample.architecture, EngineVariant.all, [[2, 0, 1, 3], [1, 1, 1, 1, 1]])
  }
}
