import Network
import Support
import Testing

/// The engine's losses and gradients of every kind of layer against the definition of a derivative.
@Suite("Engine: gradients")
struct EngineGradientTests {
  @Test("gradients are the central differences of the loss in Double", arguments: EngineCase.all)
  func centralDifferences(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    let differences = sample.differences
    for variant in EngineVariant.all {
      let gradient = sample.gradient(variant.pass)
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      let found = runner.tensors(of: runner.leaf(sample.images).gradient)
      let measures = EngineSample.measures(of: gradient)
      for (tensor, placement) in runner.network.layout.tensors.enumerated() {
        let expected =
          differences[tensor].isEmpty
          ? gradient[tensor].map(\.expected)
          : zip(differences[tensor], gradient[tensor]).map {
            ExpectedValue($0.value, tolerance: $0.tolerance + $1.bound)
          }
        #expect(firstDeviation(found[tensor], from: expected) == nil, "\(variant), \(placement.name)")
        #expect(
          expected.allSatisfy { $0.tolerance < EngineSample.widestBound * measures[tensor] },
          "\(variant), \(placement.name): wide bounds")
      }
    }
  }

  @Test("a leaf's loss is that of its images with dropout", arguments: EngineCase.all)
  func trainingLoss(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    for variant in EngineVariant.all {
      let expected = sample.total(variant.pass).loss
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      let score = runner.leaf(sample.images).score
      #expect((score.lossSum - expected.value).magnitude <= expected.bound, "\(variant)")
      #expect(score.images == sample.images.count)
    }
  }

  @Test("evaluation scores each image without dropout", arguments: EngineCase.all)
  func evaluation(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    let reference = ReferenceNetwork(sample.architecture)
    let parameters = sample.parameters.map { $0.map { BoundedValue(Double($0)) } }
    let labels = Array(0..<sample.architecture.classCount)
    for image in sample.images {
      let leaf = labels.map { ReferenceImage(pixels: image.pixels, label: $0) }
      for variant in EngineVariant.all {
        var pass = variant.pass
        pass.isTraining = false
        let expected = reference.losses(of: leaf, parameters: parameters, pass).losses
        // The right class is the one with the smallest loss.
        let best = labels.min { expected[$0].value < expected[$1].value }
        let runner = EngineRunner(
          sample.architecture, variant, parameters: sample.parameters, capacity: labels.count)
        let found = runner.scores(
          labels.map { EngineImage(pixels: image.pixels, label: $0, number: image.number) })
        for label in labels {
          let deviation = (found[label].lossSum - expected[label].value).magnitude
          #expect(deviation <= expected[label].bound, "\(variant), label \(label)")
          #expect(found[label].correct == (label == best ? 1 : 0), "\(variant), label \(label)")
          #expect(found[label].images == 1)
        }
      }
    }
  }
}
