import Checkpoints
import CounterRandom
import FashionMNIST
import Foundation
import KernelInterface
import Network
import Support
import Training

/// The arithmetic of a run, as `Sources/README.md` tells it under "Same bits", with one thread and plain loops: leaf by leaf into
/// buffers of their own, a recursive sum, the optimiser number by number.
///
/// Of the program it uses the leaf's gradient and the order of a shard's images, which have tests of their own.
final class PlainTraining {
  /// How leaves are added; the last is not what the program does.
  enum Sum {
    case tree
    case leftToRight
  }

  private(set) var parameters: [Float]
  private var optimizer: PlainOptimizer
  private let configuration: TrainingConfiguration
  private let network: Network
  private let images: ImageSet
  /// The numbers of the images that are trained on.
  private let numbers: [Int]
  private var trainingCount: Int { numbers.count }
  private let sum: Sum

  init(_ run: TrainingRun, sum: Sum = .tree) throws {
    configuration = run.configuration
    self.sum = sum
    network = run.makeNetwork()
    let source = try run.location.source(.training, limit: configuration.trainingImageLimit)
    images = try source.load([0..<source.count]).sets[0]
    var validating = configuration.validationIndices
    if let fold = configuration.fold {
      validating = try fold.folds.validation(fold: fold.number, images: source.count, seed: fold.seed)
    }
    let split = Int((Double(source.count) * (1 - configuration.validationSplit)).rounded(.down))
    let taken = validating.map { Set($0.runs.joined()) } ?? Set(split..<source.count)
    numbers = (0..<source.count).filter { !taken.contains($0) }
    // A view does not keep its buffer alive.
    let initial = network.initialParameters(seed: configuration.seed)
    parameters = initial.view.array
    optimizer = PlainOptimizer(configuration, network.layout, images: numbers.count)
  }

  /// The digest of the weights.
  var weightsSHA256: String {
    let buffer = Self.buffer(optimizer.averages ?? parameters)
    return WeightsDigest.hexadecimal(
      of: network.layout.tensors.map { Tensor(name: $0.name, shape: $0.shape, values: $0.elements(of: buffer.view)) })
  }

  /// Trains all epochs, and returns their scores.
  func run() -> [Score] {
    (0..<configuration.epochs).map { epoch in
      var scores = Array(repeating: Score(), count: configuration.shards)
      var done = 0
      while done < trainingCount {
        let leaves = leaves(step: done / configuration.batchSize, epoch: epoch)
        for (shard, leaf) in leaves.enumerated() { scores[shard].add(leaf.score) }
        let count = min(configuration.batchSize, trainingCount - done)
        optimizer.step(&parameters, gradientSum: total(leaves.map(\.gradient)), images: count)
        done += count
      }
      return treeSum(scores) { left, right in
        Score(
          lossSum: left.lossSum + right.lossSum, correct: left.correct + right.correct,
          images: left.images + right.images)
      }
    }
  }

  /// The gradient of a batch, summed over its images.
  func gradientSum(step: Int, epoch: Int) -> [Float] { total(leaves(step: step, epoch: epoch).map(\.gradient)) }

  /// Every shard's part of a batch.
  private func leaves(step: Int, epoch: Int) -> [(gradient: [Float], score: Score)] {
    let buffer = Self.buffer(parameters)
    let order = BatchOrder(seed: configuration.seed, shuffle: configuration.shuffle)
    let slice = configuration.batchSize / configuration.shards
    return (0..<configuration.shards).map { shard in
      let start = shard * trainingCount / configuration.shards
      let count = (shard + 1) * trainingCount / configuration.shards - start
      let workspace = network.makeWorkspace()
      network.prepare(workspace, for: buffer)
      for position in order.order(shard: shard, epoch: epoch, count: count).dropFirst(step * slice).prefix(slice) {
        let number = numbers[start + Int(position)]
        let pixels = augmented(number, epoch: epoch)
        workspace.load(pixels: pixels.span, label: images.labels[number], number: number)
      }
      let gradient = FloatBuffer(count: parameters.count)
      workspace.endLeaf()
      var score = Score()
      network.backward(
        workspace, draw: RandomDraw(generator: Philox(seed: configuration.seed), epoch: epoch),
        into: gradient.view, accumulates: false
      ) { _, leaf in score = leaf }
      return (gradient.view.array, score)
    }
  }

  /// An image as training sees it, pixel by pixel.
  private func augmented(_ number: Int, epoch: Int) -> [UInt8] {
    let (rows, columns, size) = (images.rows, images.columns, images.pixelsPerImage)
    let pixels = Array(images.pixels[number * size..<(number + 1) * size])
    guard
      let transform = Augmentation(
        configuration.augmentation, seed: configuration.seed, rows: rows, columns: columns
      )?.transform(image: number, epoch: epoch)
    else { return pixels }
    var result = [UInt8](repeating: 0, count: size)
    for y in 0..<rows {
      for x in 0..<columns where (0..<rows).contains(y - transform.down) && (0..<columns).contains(x - transform.right)
      {
        let column = x - transform.right
        result[y * columns + x] =
          pixels[
            (y - transform.down) * columns + (transform.isMirrored ? columns - 1 - column : column)]
      }
    }
    var used = 0
    for y in transform.erasedRows {
      for x in transform.erasedColumns {
        result[y * columns + x] =
          transform.noise.map { noise in
            let words = Philox(seed: configuration.seed).words(
              SIMD4(UInt32(used / 16), UInt32(number), UInt32(epoch), noise.purpose))
            return UInt8(truncatingIfNeeded: words[used % 16 / 4] >> (8 * UInt32(used % 4)))
          } ?? 0
        used += 1
      }
    }
    return result
  }

  private func total(_ gradients: [[Float]]) -> [Float] {
    func add(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { $0 + $1 } }
    switch sum {
    case .tree: return treeSum(gradients, add)
    case .leftToRight: return gradients.dropFirst().reduce(gradients[0], add)
    }
  }

  private static func buffer(_ values: [Float]) -> FloatBuffer {
    let buffer = FloatBuffer(count: values.count)
    for (index, value) in values.enumerated() { buffer[index] = value }
    return buffer
  }
}
