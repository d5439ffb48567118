import Foundation
import Kernels
import Network
import Testing

/// The plan of a network, in numbers and as text.
@Suite("Engine: plan")
struct PlanTests {
  private static let odd = kerasModel(
    [
      kerasInput, kerasLayer("Conv2D", #""name": "wide", "filters": 20, "kernel_size": [5, 5], "activation": "relu""#),
      kerasLayer("MaxPooling2D", #""name": "third", "pool_size": [3, 3]"#),
      kerasLayer("Conv2D", #""name": "deep", "filters": 48, "kernel_size": [3, 3]"#),
      kerasLayer("Activation", #""name": "relu", "activation": "relu""#),
      kerasLayer("Flatten", #""name": "flatten""#), kerasLayer("Dropout", #""name": "none", "rate": 0"#),
      kerasLayer("Dense", #""name": "hidden", "units": 100, "activation": "relu""#),
      kerasLayer("Dense", #""name": "classes", "units": 10, "activation": "softmax""#),
    ], configuration: #""name": "odd", "#)

  @Test("of a preset", arguments: PlanFixture.presets)
  func preset(fixture: PlanFixture) throws {
    let architecture = try #require(Preset.named(fixture.model)).architecture()
    #expect(Self.text(architecture, fixture.convolution) == fixture.text)
  }

  @Test("of a model with shapes beside the fast paths")
  func oddModel() throws {
    #expect(Self.text(try decode(Self.odd), PlanFixture.odd.convolution) == PlanFixture.odd.text)
  }

  @Test("fits 100 columns")
  func width() {
    for fixture in PlanFixture.presets + [.odd] {
      for line in fixture.text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    }
  }

  @Test(
    "names every layer once, and an input gradient in all stages behind the first that is trained",
    arguments: EngineCase.all)
  func completeness(engineCase: EngineCase) throws {
    let architecture = try engineCase.architecture()
    for variant in EngineVariant.all {
      let network = Network(architecture, kernels: variant.kernels, capacity: 2, convolution: variant.convolution)
      let plan = network.plan
      let layers = plan.stages.flatMap { $0.layers.components(separatedBy: " + ") }
        .filter { !$0.hasPrefix("padding of ") && !$0.contains(" of layer_") }
      #expect((layers + plan.freeLayers).sorted() == architecture.layers.map(\.name).sorted(), "\(variant)")
      #expect(plan.stages.map(\.layers) == network.stageNames)
      let trained = try #require(plan.stages.firstIndex { $0.plan.weightGradient != nil })
      #expect(plan.stages.map { $0.plan.inputGradient != nil } == plan.stages.indices.map { $0 > trained })
      #expect(plan.stages.allSatisfy { $0.bufferFloats > 0 } && plan.bufferFloats > 0)
    }
  }

  @Test("a general pass computes the products of its formula, and those of padding")
  func products() throws {
    let plan = Network(try decode(Self.odd), kernels: Self.kernels, capacity: 1, convolution: .direct).plan
    let passes = try #require(plan.stages.first { $0.layers == "deep + relu" }).plan.passes
    #expect(passes.map(\.name) == ["forward", "weight gradient", "input gradient"])
    for pass in passes {
      #expect(pass.plan.path == .general)
      #expect(pass.plan.denseMultiplyAdds == 6 * 6 * 3 * 3 * 20 * 48)
      #expect(pass.plan.multiplyAdds == 6 * 6 * 3 * 3 * 32 * 48)
      #expect(pass.plan.multiplyAdds(at: Self.half) == Double(pass.plan.multiplyAdds))
    }
  }

  @Test("a sparse pass computes the products of gradients that are not zero")
  func sparseProducts() throws {
    let architecture = try #require(Preset.named("lab-001")).architecture()
    let plan = Network(architecture, kernels: Self.kernels, capacity: 1).plan.stages[1].plan
    let sparse = try #require(plan.weightGradient)
    #expect(sparse.skips == .zeroGradients && sparse.denseMultiplyAdds == 11 * 11 * 3 * 3 * 32 * 64)
    #expect(sparse.multiplyAdds == 5 * 5 * 3 * 3 * 32 * 64)
    #expect(sparse.multiplyAdds(at: Self.half) == Double(sparse.multiplyAdds) / 2)
  }

  private static let half = StageDensity(gradients: 0.5, windows: 1)
  private static let kernels = EngineVariant.standard.kernels

  private static func text(_ architecture: Architecture, _ convolution: ConvolutionAlgorithm) -> String {
    let portable = KernelRegistry.all.first { $0.name == "portable" }?.kernels ?? kernels
    return PlanTable(Network(architecture, kernels: portable, capacity: 32, convolution: convolution).plan).text
  }
}
