import KernelInterface
import Kernels
import Network
import Support

/// An engine with parameters and one workspace, to compute leaves with.
struct EngineRunner {
  let network: Network
  private let workspace: Workspace
  private let weights: NetworkWeights

  /// - Parameter preparationParts: how many workers prepare the backward pass, one after the other.
  init(
    _ architecture: Architecture, kernels: any KernelSet.Type, parameters tensors: [[Float]], capacity: Int = 4,
    preparationParts: Int = 1
  ) {
    network = Network(architecture, kernels: kernels, capacity: capacity)
    workspace = network.makeWorkspace()
    let parameters = FloatBuffer(count: network.layout.floatCount)
    weights = NetworkWeights(parameters, for: network)
    for (placement, elements) in zip(network.layout.tensors, tensors) {
      placement.place(elements, into: parameters.view)
    }
    for part in 0..<preparationParts {
      network.prepare(weights, part: part, of: preparationParts)
    }
  }

  /// The gradient of a leaf, padding included, and its score.
  ///
  /// - Parameter left: what the leaf is added to; nil overwrites numbers that are none.
  func leaf(_ images: [EngineImage], onto left: [Float]? = nil) -> (gradient: [Float], score: LeafScore) {
    load(images)
    let gradient = FloatBuffer(count: network.layout.floatCount)
    gradient.view.fill(.nan)
    for (index, value) in (left ?? []).enumerated() { gradient[index] = value }
    workspace.endLeaf()
    var score = LeafScore()
    network.backward(
      workspace, weights: weights, draw: EngineImage.draw, into: gradient.view, accumulates: left != nil
    ) { _, leaf in score = leaf }
    return (gradient.view.array, score)
  }

  /// The scores of images, without dropout.
  func scores(_ images: [EngineImage]) -> [LeafScore] {
    load(images)
    var scores: [LeafScore] = []
    network.evaluate(workspace, weights: weights) { scores.append($0) }
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

  private func load(_ images: [EngineImage]) {
    workspace.clear()
    for image in images {
      workspace.load(pixels: image.pixels.span, label: UInt8(image.label), number: image.number)
    }
  }
}

extension KernelRegistry {
  /// The sets that this CPU runs.
  static var supported: [any KernelSet.Type] { all.filter(\.isSupported).map(\.kernels) }
}
