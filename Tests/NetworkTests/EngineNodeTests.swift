import Network
import Support
import Testing

/// A pass over several leaves gives the bits of passes over each of them, added along the tree.
@Suite("Engine: several leaves in a pass")
struct EngineNodeTests {
  /// The numbers of images in the leaves of a pass.
  static let leafSizes = [
    [1, 1], [2, 0], [0, 3], [3, 2, 3], [0, 0, 1, 0], [1, 2, 0, 2, 1], [1, 1, 1, 1, 1, 1, 1, 0, 2],
  ]

  @Test("leaves are added along the tree", arguments: EngineCase.all)
  func sum(engineCase: EngineCase) throws {
    Self.check(try engineCase.architecture(), EngineVariant.all, Self.leafSizes)
  }

  @Test("leaves of a preset are added along the tree", arguments: Preset.all.map(\.name))
  func preset(name: String) throws {
    // The kernels of one set suffice: those of others have the same bits for every leaf and every case above.
    Self.check(try #require(Preset.named(name)).architecture(), [.standard], [[2, 1, 0, 1, 3]])
  }

  /// Expects that passes over leaves of so many images sum their gradients along the tree, and score each of them.
  static func check(_ architecture: Architecture, _ variants: [EngineVariant], _ leafSizes: [[Int]]) {
    var generator = SeededGenerator(seed: 81)
    let parameters = EngineSample.parameters(of: architecture, in: -0.3...0.3, using: &generator)
    let images = (0..<9).map { EngineImage.random(for: architecture, number: 1000 * $0, using: &generator) }
    for variant in variants {
      let runner = EngineRunner(architecture, variant, parameters: parameters, capacity: 9)
      let left = generator.floats(runner.network.layout.floatCount)
      for sizes in leafSizes {
        var rest = images[...]
        let leaves = sizes.map { size in
          defer { rest = rest.dropFirst(size) }
          return Array(rest.prefix(size))
        }
        let alone = leaves.enumerated().map { leaf, images in
          runner.leaf(images, followers: leaves[(leaf + 1)...].count { !$0.isEmpty })
        }
        let expected = treeSum(alone.map(\.gradient), add)
        let found = runner.node(leaves)
        #expect(firstDifference(found.gradient, from: expected) == nil, "\(variant), leaves of \(sizes)")
        #expect(found.scores == alone.map(\.score), "\(variant), leaves of \(sizes)")
        let sum = runner.node(leaves, onto: left).gradient
        let difference = firstDifference(sum, from: add(left, expected))
        #expect(difference == nil, "\(variant), leaves of \(sizes) as a right child")
      }
    }
  }

  private static func add(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { $0 + $1 } }
}
