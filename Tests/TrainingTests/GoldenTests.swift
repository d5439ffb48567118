import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
import Testing
import Training

/// Five Adam steps on real images against Keras in double precision.
///
/// Tolerances: Keras in single precision is up to 1.3e-6 of a tensor's largest weight from itself, 4e-7 in rms.
@Suite("Golden values of Keras", .enabled(if: RealImages.location != nil, "Fashion-MNIST is not installed"))
struct GoldenTests {
  @Test("losses and weights of five steps", arguments: KernelRegistry.all)
  func training(entry: KernelRegistry.Entry) throws {
    let golden = try GoldenValues.load()
    let run = try Self.run(golden, entry)
    var observer = SilentObserver()
    let loop = try run.makeLoop(SoloRank(), threads: 2)
    let record = try loop.run(&observer)
    let losses = record.epochs.map(\.training.loss)
    #expect(losses.count == golden.losses.count)
    for (found, expected) in zip(losses, golden.losses) {
      #expect((found - expected).magnitude <= 1e-6 * expected, "\(entry.name)")
    }
    let largest = zip(losses, golden.losses).map { ($0 / $1 - 1).magnitude }.max() ?? .nan
    print("\(entry.name): losses off by up to \(Self.text(largest))")
    let weights = loop.state.weightTensors
    #expect(weights.map(\.name) == golden.tensors.map(\.name))
    #expect(weights.map(\.shape) == golden.tensors.map(\.shape))
    for (tensor, expected) in zip(weights, golden.tensors) {
      let deviation = GoldenDeviation(tensor.values, from: expected.weights, stride: expected.stride)
      #expect(deviation.largest <= 5e-6, "\(entry.name), \(tensor.name)")
      #expect(deviation.rms <= 1e-6, "\(entry.name), \(tensor.name)")
      #expect(deviation.mean <= 1e-6, "\(entry.name), \(tensor.name)")
      Self.report(deviation, "\(entry.name), weights of \(tensor.name)")
    }
  }

  @Test("gradient of the first step", arguments: KernelRegistry.all)
  func firstGradient(entry: KernelRegistry.Entry) throws {
    let golden = try GoldenValues.load()
    let run = try Self.run(golden, entry)
    let sum = FloatBuffer(count: run.makeNetwork().layout.floatCount)
    for (index, value) in try PlainTraining(run).gradientSum(step: 0, epoch: 0).enumerated() { sum[index] = value }
    for (placement, expected) in zip(run.makeNetwork().layout.tensors, golden.tensors) {
      let mean = placement.elements(of: sum.view).map { $0 / Float(golden.images) }
      let deviation = GoldenDeviation(mean, from: expected.firstGradient, stride: expected.stride)
      #expect(deviation.largest <= 1e-5, "\(entry.name), \(placement.name)")
      #expect(deviation.mean <= 1e-5, "\(entry.name), \(placement.name)")
      Self.report(deviation, "\(entry.name), first gradient of \(placement.name)")
    }
  }

  /// As many epochs as steps, for each takes all images.
  private static func run(_ golden: GoldenValues, _ entry: KernelRegistry.Entry) throws -> TrainingRun {
    try TrainingRun(
      TrainingConfiguration(
        model: golden.model, epochs: golden.steps, batchSize: golden.images, seed: golden.seed,
        shards: ShardCount.standard(batchSize: golden.images), shuffle: false, trainingImageLimit: golden.images,
        testImageLimit: 1),
      #require(Preset.named(golden.model)).architecture(), #require(RealImages.location),
      kernels: entry.kernelsOrSkip())
  }

  private static func report(_ deviation: GoldenDeviation, _ subject: String) {
    let (largest, rms, mean) = (text(deviation.largest), text(deviation.rms), text(deviation.mean))
    print("\(subject) off by up to \(largest), rms \(rms), mean \(mean)")
  }

  private static func text(_ value: Double) -> String { String(format: "%.1e", value) }
}
