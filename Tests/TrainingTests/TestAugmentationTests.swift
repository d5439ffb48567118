import Foundation
import KernelInterface
import Kernels
import Network
import Support
import Testing
import Training

/// How images are seen in evaluation.
@Suite("Views of test images")
struct TestAugmentationTests {
  @Test("are the image itself first, and then mirrored and moved")
  func views() {
    #expect(TestAugmentation.none.views == [ImageTransform()])
    #expect(TestAugmentation.flip.views.map(\.isMirrored) == [false, true])
    let views = TestAugmentation.flipShift.views
    #expect(views.map(\.isMirrored) == [false, true, false, true, false, true])
    #expect(views.map(\.down) == [0, 0, 1, 1, -1, -1])
    #expect(views.map(\.right) == views.map(\.down))
  }

  @Test("give logits that are the means over them", arguments: TestAugmentation.allCases)
  func meanOfLogits(augmentation: TestAugmentation) throws {
    let kernels = try #require(KernelRegistry.all.first { $0.name == "portable" }).kernels
    let network = Network(try SampleModel.architecture(), kernels: kernels, capacity: 8)
    let workspace = network.makeWorkspace()
    network.prepare(workspace, for: network.initialParameters(seed: 5))
    let pixels = (0..<80).map { UInt8($0 * 3) }
    workspace.load(pixels: pixels.span, label: 0, number: 0, seen: augmentation)
    let together = probabilities(network, workspace, views: augmentation.views.count)
    var logSum = [Double](repeating: 0, count: 10)
    for view in augmentation.views {
      workspace.clear()
      workspace.load(pixels: pixels.span, label: 0, number: 0, transform: view)
      for (index, probability) in probabilities(network, workspace, views: 1).enumerated() {
        logSum[index] += log(Double(probability)) / Double(augmentation.views.count)
      }
    }
    let total = logSum.map(exp).reduce(0, +)
    for (index, probability) in together.enumerated() {
      #expect(abs(Double(probability) - exp(logSum[index]) / total) < 1e-6)
    }
  }

  private func probabilities(_ network: Network, _ workspace: Workspace, views: Int) -> [Float] {
    network.compute(workspace, views: views)
    var probabilities: [Float] = []
    network.appendProbabilities(workspace, to: &probabilities)
    return probabilities
  }
}
