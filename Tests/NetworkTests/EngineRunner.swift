import KernelInterface
import Network
import Support

/// An engine with parameters and one workspace, to compute leaves with.
struct EngineRunner {
  let network: Network
  private let workspace: Workspace

  init(
    _ architecture: Architecture, _ variant: EngineVariant, parameters tensors: [[Float]], capacity: Int = 4
  ) {
    network = Network(
      architecture, kernels: variant.kernels, capacity: capacity, imagesPerLeaf: variant.imagesPerLeaf,
      convolution: variant.convolution)
    workspace = network.makeWorkspace()
    prepare(tensors)
  }

  /// Gives the workspace parameters.
  func prepare(_ tensors: [[Float]]) {
    let parameters = FloatBuffer(count: network.layout.floatCount)
    for (placement, elements) in zip(network.layout.tensors, tensors) {
      placement.place(elements, into: parameters.view)
    }
    network.prepare(workspace, for: parameters)
  }

  /// The gradient of a leaf, padding included, and its score; see ``node(_:onto:)``.
  func leaf(
    _ images: [EngineImage], onto left: [Float]? = nil, followers: Int = 0
  ) -> (gradient: [Float], score: Score) {
    let (gradient, scores) = node([images], onto: left, followers: [followers])
    return (gradient, scores[0])
  }

  /// The gradient of several leaves in one pass, padding included, and the score of each.
  ///
  /// - Parameters:
  ///   - left: what the node is added to; nil overwrites numbers that are none.
  ///   - followers: how many leaves with images are behind each leaf in the step; nil for those of the node alone.
  func node(
    _ leaves: [[EngineImage]], onto left: [Float]? = nil, followers: [Int]? = nil
  ) -> (gradient: [Float], scores: [Score]) {
    workspace.clear()
    for (leaf, images) in leaves.enumerated() {
      for image in images { load(image) }
      workspace.endLeaf(followers: followers?[leaf] ?? leaves[(leaf + 1)...].count { !$0.isEmpty })
    }
    let gradient = FloatBuffer(count: network.layout.floatCount)
    gradient.view.fill(.nan)
    for (index, value) in (left ?? []).enumerated() { gradient[index] = value }
    var scores: [Score] = []
    network.backward(
      workspace, draw: EngineImage.draw, into: gradient.view, accumulates: left != nil
    ) { leaf, score in
      precondition(leaf == scores.count, "leaves are scored in order")
      scores.append(score)
    }
    return (gradient.view.array, scores)
  }

  /// The scores of images, without dropout.
  func scores(_ images: [EngineImage]) -> [Score] {
    workspace.clear()
    for image in images { load(image) }
    var scores: [Score] = []
    network.evaluate(workspace) { scores.append($0) }
    return scores
  }

  /// The tensors of a gradient, without padding.
  func tensors(of gradient: [Float]) -> [[Float]] {
    let buffer = FloatBuffer(count: gradient.count)
    for (index, value) in gradient.enumerated() { buffer[index] = value }
    return network.layout.tensors.map { $0.elements(of: buffer.view) }
  }

  /// Which floats of a vector of parameters belong to no tensor.
  var isPadding: [Bool] {
    let marks = FloatBuffer(count: network.layout.floatCount)
    for placement in network.layout.tensors {
      placement.place(Array(repeating: 1, count: placement.elementCount), into: marks.view)
    }
    return marks.view.array.map { $0 == 0 }
  }

  private func load(_ image: EngineImage) {
    workspace.load(pixels: image.pixels.span, label: UInt8(image.label), number: image.number)
  }
}
