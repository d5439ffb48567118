import Network
import Support
import Testing

/// What the sum tree relies on: a leaf's bits depend on its images alone.
@Suite("Engine: leaves")
struct EngineLeafTests {
  @Test("a right child is added with one rounding", arguments: EngineCase.all)
  func accumulation(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    var generator = SeededGenerator(seed: 31)
    for variant in EngineVariant.all {
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      let leaf = runner.leaf(sample.images)
      let left = generator.floats(leaf.gradient.count)
      let sum = runner.leaf(sample.images, onto: left)
      let expected = zip(left, leaf.gradient).map { $0 + $1 }
      #expect(firstDifference(sum.gradient, from: expected) == nil, "\(variant)")
      #expect(sum.score == leaf.score, "\(variant)")
    }
  }

  @Test("a leaf without images is zero", arguments: EngineCase.all)
  func emptyLeaf(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    var generator = SeededGenerator(seed: 32)
    for variant in EngineVariant.all {
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      // Behind a full leaf, whose numbers are still in the workspace.
      _ = runner.leaf(sample.images)
      let leaf = runner.leaf([])
      let zeros = Array(repeating: Float.zero, count: leaf.gradient.count)
      #expect(firstDifference(leaf.gradient, from: zeros) == nil, "\(variant)")
      #expect(leaf.score == Score())
      let left = generator.floats(leaf.gradient.count)
      #expect(firstDifference(runner.leaf([], onto: left).gradient, from: left) == nil, "\(variant)")
    }
  }

  @Test("padding has no gradient", arguments: EngineCase.all)
  func padding(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    for variant in EngineVariant.all {
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      let gradient = runner.leaf(sample.images).gradient
      for (offset, isPadding) in runner.isPadding.enumerated() where isPadding {
        #expect(gradient[offset] == 0, "\(variant), float \(offset)")
      }
    }
  }

  @Test("neither earlier images nor the capacity leave a trace", arguments: EngineCase.all)
  func workspace(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    let leaf = [sample.images[1]]
    for variant in EngineVariant.all {
      let fresh = EngineRunner(
        sample.architecture, variant, parameters: sample.parameters, capacity: 1
      ).leaf(leaf)
      let used = EngineRunner(sample.architecture, variant, parameters: sample.parameters, capacity: 7)
      _ = used.leaf(sample.images + sample.images)
      let again = used.leaf(leaf)
      #expect(firstDifference(again.gradient, from: fresh.gradient) == nil, "\(variant)")
      #expect(again.score == fresh.score, "\(variant)")
    }
  }

  @Test("a workspace may be given other parameters", arguments: EngineCase.all)
  func otherParameters(engineCase: EngineCase) throws {
    let sample = try EngineSample(engineCase)
    for variant in EngineVariant.all {
      let fresh = EngineRunner(sample.architecture, variant, parameters: sample.parameters).leaf(sample.images)
      let used = EngineRunner(
        sample.architecture, variant, parameters: sample.parameters.map { tensor in tensor.map { $0 * 0.5 + 0.25 } })
      _ = used.leaf(sample.images)
      used.prepare(sample.parameters)
      let again = used.leaf(sample.images)
      #expect(firstDifference(again.gradient, from: fresh.gradient) == nil, "\(variant)")
      #expect(again.score == fresh.score, "\(variant)")
    }
  }

  @Test("a leaf knows how many follow it, until the workspace is cleared")
  func followers() throws {
    let sample = try EngineSample(EngineCase.all[0])
    let workspace = Network(sample.architecture, kernels: EngineVariant.standard.kernels, capacity: 3)
      .makeWorkspace()
    for counts in [[7, 6, 0], [2, 1]] {
      workspace.clear()
      for count in counts { workspace.endLeaf(followers: count) }
      #expect(counts.indices.map(workspace.followers(ofLeaf:)) == counts)
    }
  }
}
