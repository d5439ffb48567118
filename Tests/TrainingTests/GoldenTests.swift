import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
import Support
import Testing
import Training

/// Five Adam steps on real images against Keras in double precision.
///
/// Tolerances: Keras in single precision is up to 1.3e-6 of a tensor's largest weight from itself, 4e-7 in rms.
@Suite("Golden values of Keras", .enabled(if: RealImages.location != nil, "Fashion-MNIST is not installed"))
struct GoldenTests {
  /// Where it fits, `auto` is one of the two.
  static let algorithms = [ConvolutionAlgorithm.direct, .winograd]

  @Test("losses and weights of five steps", arguments: KernelRegistry.all, algorithms)
  func training(entry: KernelRegistry.Entry, convolution: ConvolutionAlgorithm) throws {
    let golden = try GoldenValues.load()
    let run = try Self.run(golden, entry, convolution)
    let variant = "\(entry.name), \(convolution.rawValue) convolution"
    var observer = SilentObserver()
    let loop = try run.makeLoop(SoloRank(), threads: 2)
    let record = try loop.run(&observer)
    let losses = record.epochs.map(\.training.loss)
    #expect(losses.count == golden.losses.count)
    for (found, expected) in zip(losses, golden.losses) {
      #expect((found - expected).magnitude <= 1e-6 * expected, "\(variant)")
    }
    let weights = loop.state.weightTensors
    #expect(weights.map(\.name) == golden.tensors.map(\.name))
    #expect(weights.map(\.shape) == golden.tensors.map(\.shape))
    var report = ["losses \(Self.text(zip(losses, golden.losses).map { ($0 / $1 - 1).magnitude }.max() ?? .nan))"]
    for (tensor, expected) in zip(weights, golden.tensors) {
      let deviation = GoldenDeviation(tensor.values, from: expected.weights, stride: expected.stride)
      #expect(deviation.largest <= 5e-6, "\(variant), \(tensor.name)")
      #expect(deviation.rms <= 1e-6, "\(variant), \(tensor.name)")
      #expect(deviation.mean <= 1e-6, "\(variant), \(tensor.name)")
      report.append("\(tensor.name) \(Self.text(deviation.largest))")
    }
    print("golden weights, \(variant), largest deviations: \(report.joined(separator: ", "))")
  }

  @Test("gradient of the first step", arguments: KernelRegistry.all, algorithms)
  func firstGradient(entry: KernelRegistry.Entry, convolution: ConvolutionAlgorithm) throws {
    let golden = try GoldenValues.load()
    let run = try Self.run(golden, entry, convolution)
    let variant = "\(entry.name), \(convolution.rawValue) convolution"
    let sum = FloatBuffer(count: run.makeNetwork().layout.floatCount)
    for (index, value) in try PlainTraining(run).gradientSum(step: 0, epoch: 0).enumerated() { sum[index] = value }
    var report: [String] = []
    for (placement, expected) in zip(run.makeNetwork().layout.tensors, golden.tensors) {
      let mean = placement.elements(of: sum.view).map { $0 / Float(golden.images) }
      let deviation = GoldenDeviation(mean, from: expected.firstGradient, stride: expected.stride)
      #expect(deviation.largest <= 1e-5, "\(variant), \(placement.name)")
      #expect(deviation.mean <= 1e-5, "\(variant), \(placement.name)")
      report.append("\(placement.name) \(Self.text(deviation.largest))")
    }
    print("golden gradient, \(variant), largest deviations: \(report.joined(separator: ", "))")
  }

  /// As many epochs as steps, for each step takes all images.
  private static func run(
    _ golden: GoldenValues, _ entry: KernelRegistry.Entry, _ convolution: ConvolutionAlgorithm
  ) throws -> TrainingRun {
    try TrainingRun(
      TrainingConfiguration(
        model: golden.model, epochs: golden.steps, batchSize: golden.images, seed: golden.seed,
        shards: ShardCount.standard(batchSize: golden.images), shuffle: false, convolution: convolution,
        trainingImageLimit: golden.images, testImageLimit: 1),
      #require(Preset.named(golden.model)).architecture(), #require(RealImages.location),
      kernels: entry.kernelsOrSkip())
  }

  private static func text(_ value: Double) -> String { String(format: "%.1e", value) }
}
