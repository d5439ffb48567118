import Checkpoints
import CounterRandom
import FashionMNIST
import Foundation
import KernelInterface
import Network
import Support
import Training

/// The arithmetic that is documented for a run, with one thread and plain loops: leaf by leaf into buffers of their own,
/// a recursive sum, Adam number by number.
///
/// Of the program it uses the leaf's gradient and the order of a shard's images, which have tests of their own.
final class PlainTraining {
  /// How leaves are added; the last is not what the program does.
  enum Sum {
    case tree
    case leftToRight
  }

  private(set) var parameters: [Float]
  private var firstMoments: [Float]
  private var secondMoments: [Float]
  private var steps = 0
  private let configuration: TrainingConfiguration
  private let network: Network
  private let images: ImageSet
  private let trainingCount: Int
  private let sum: Sum

  init(_ run: TrainingRun, sum: Sum = .tree) throws {
    configuration = run.configuration
    self.sum = sum
    network = run.makeNetwork()
    let source = try run.location.source(.training, limit: configuration.trainingImageLimit)
    images = try source.load([0..<source.count]).sets[0]
    trainingCount = Int((Double(source.count) * (1 - configuration.validationSplit)).rounded(.down))
    // A view does not keep its buffer alive.
    let initial = network.initialParameters(seed: configuration.seed)
    parameters = initial.view.array
    firstMoments = parameters.map { _ in 0 }
    secondMoments = firstMoments
  }

  /// The digest of the weights.
  var weightsSHA256: String {
    let buffer = Self.buffer(parameters)
    return WeightsDigest.hexadecimal(
      of: network.layout.tensors.map { Tensor(name: $0.name, shape: $0.shape, values: $0.elements(of: buffer.view)) })
  }

  /// Trains all epochs, and returns their scores.
  func run() -> [LeafScore] {
    (0..<configuration.epochs).map { epoch in
      var scores = Array(repeating: LeafScore(), count: configuration.shards)
      var done = 0
      while done < trainingCount {
        let leaves = leaves(step: done / configuration.batchSize, epoch: epoch)
        for (shard, leaf) in leaves.enumerated() { scores[shard].add(leaf.score) }
        let count = min(configuration.batchSize, trainingCount - done)
        update(gradientSum: total(leaves.map(\.gradient)), images: count)
        done += count
      }
      return treeSum(scores) { left, right in
        LeafScore(
          lossSum: left.lossSum + right.lossSum, correct: left.correct + right.correct,
          images: left.images + right.images)
      }
    }
  }

  /// The gradient of a batch, summed over its images.
  func gradientSum(step: Int, epoch: Int) -> [Float] { total(leaves(step: step, epoch: epoch).map(\.gradient)) }

  /// Every shard's part of a batch.
  private func leaves(step: Int, epoch: Int) -> [(gradient: [Float], score: LeafScore)] {
    let weights = NetworkWeights(Self.buffer(parameters), for: network)
    network.prepare(weights, part: 0, of: 1)
    let order = BatchOrder(seed: configuration.seed, shuffle: configuration.shuffle)
    let slice = configuration.batchSize / configuration.shards
    return (0..<configuration.shards).map { shard in
      let start = shard * trainingCount / configuration.shards
      let count = (shard + 1) * trainingCount / configuration.shards - start
      let workspace = network.makeWorkspace()
      for position in order.order(shard: shard, epoch: epoch, count: count).dropFirst(step * slice).prefix(slice) {
        let number = start + Int(position)
        let pixels = Array(images.pixels[number * images.pixelsPerImage..<(number + 1) * images.pixelsPerImage])
        workspace.load(pixels: pixels.span, label: images.labels[number], number: number)
      }
      let gradient = FloatBuffer(count: parameters.count)
      workspace.endLeaf()
      var score = LeafScore()
      network.backward(
        workspace, weights: weights, draw: RandomDraw(generator: Philox(seed: configuration.seed), epoch: epoch),
        into: gradient.view, accumulates: false
      ) { _, leaf in score = leaf }
      return (gradient.view.array, score)
    }
  }

  private func total(_ gradients: [[Float]]) -> [Float] {
    func add(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { $0 + $1 } }
    switch sum {
    case .tree: return treeSum(gradients, add)
    case .leftToRight: return gradients.dropFirst().reduce(gradients[0], add)
    }
  }

  /// One step of Adam with Keras' order of operations, in single precision.
  private func update(gradientSum: [Float], images: Int) {
    steps += 1
    let settings = configuration.adam
    let rate = Float(
      settings.learningRate * (1 - pow(settings.beta2, Double(steps))).squareRoot()
        / (1 - pow(settings.beta1, Double(steps))))
    let scale = Float(1 / Double(images))
    for index in parameters.indices {
      let g = gradientSum[index] * scale
      firstMoments[index] += (g - firstMoments[index]) * Float(1 - settings.beta1)
      secondMoments[index] += (g * g - secondMoments[index]) * Float(1 - settings.beta2)
      parameters[index] -= firstMoments[index] * rate / (secondMoments[index].squareRoot() + Float(settings.epsilon))
    }
  }

  private static func buffer(_ values: [Float]) -> FloatBuffer {
    let buffer = FloatBuffer(count: values.count)
    for (index, value) in values.enumerated() { buffer[index] = value }
    return buffer
  }
}
