import Checkpoints
import Collectives
import Foundation
import KernelInterface
import Kernels
import Network
import Testing
import Training

/// What a step leaves true of weights that are constrained, and which weights it leaves alone.
@Suite("Constraints and frozen layers")
struct ConstrainedTrainingTests {
  /// A constraint of a kernel [3, 3, 1, 5], as Keras writes it, and what the weights behind it must fulfil.
  struct Case: Sendable, CustomTestStringConvertible {
    let json: String
    let isFulfilled: @Sendable ([Float]) -> Bool

    var testDescription: String { json }
  }

  static let cases = [
    Case(json: #"{"class_name": "NonNeg", "config": {}}"#) { $0.allSatisfy { $0 >= 0 } && $0.contains(0) },
    Case(json: #""non_neg""#) { $0.allSatisfy { $0 >= 0 } },
    // Over the rows of the kernel: 15 norms.
    Case(json: #"{"class_name": "UnitNorm", "config": {"axis": 0}}"#) { kernel in
      norms(kernel, count: 15).allSatisfy { ($0 - 1).magnitude < 1e-6 }
    },
    Case(json: #"{"class_name": "UnitNorm", "config": {"axis": [0, 1, -2]}}"#) { kernel in
      norms(kernel, count: 5).allSatisfy { ($0 - 1).magnitude < 1e-6 }
    },
    Case(json: #"{"class_name": "MaxNorm", "config": {"max_value": 0.25, "axis": [0, 1, 2]}}"#) { kernel in
      norms(kernel, count: 5).allSatisfy { $0 <= 0.25 && $0 > 0.2499 }
    },
    Case(json: #"{"class_name": "MinMaxNorm", "config": {"min_value": 3, "max_value": 4, "axis": [0, 1, 2]}}"#) {
      norms($0, count: 5).allSatisfy { (2.99999...4.00001).contains($0) }
    },
  ]

  /// The norms over the leading axes of a tensor, of which `count` elements lie behind them.
  static func norms(_ elements: [Float], count: Int) -> [Double] {
    (0..<count).map { column in
      stride(from: column, to: elements.count, by: count).reduce(0) { $0 + pow(Double(elements[$1]), 2) }.squareRoot()
    }
  }

  @Test("a constraint holds behind a step, whoever computes it", arguments: cases)
  func constraint(of testCase: Case) throws {
    let run = try Self.run("\"kernel_constraint\": \(testCase.json)")
    var observer = SilentObserver()
    let loop = try run.makeLoop(SoloRank(), threads: 1)
    _ = try loop.run(&observer)
    #expect(testCase.isFulfilled(loop.state.resultTensors[0].values))
    let expected = try run.outcome()
    for (ranks, perNode, threads) in [(1, 1, 3), (2, 1, 1), (4, 2, 2), (3, 3, 1)] {
      let found = try run.outcomes(ranks: ranks, threads: threads, ranksPerHost: perNode)
      #expect(found == Array(repeating: expected, count: ranks), "\(ranks) ranks, \(threads) threads")
    }
  }

  @Test("frozen layers keep every bit, the others move, averages or not", arguments: [nil, 0.9])
  func frozen(emaMomentum: Double?) throws {
    let run = try Self.run("\"trainable\": false", emaMomentum: emaMomentum)
    let loop = try run.makeLoop(SoloRank(), threads: 2)
    let before = run.makeNetwork().initialParameters(seed: run.configuration.seed)
    var observer = SilentObserver()
    _ = try loop.run(&observer)
    for (placement, tensor) in zip(loop.state.network.layout.tensors, loop.state.resultTensors) {
      let isFrozen = tensor.name.hasPrefix("conv.") || tensor.name.hasPrefix("norm.")
      let kept = placement.elements(of: before.view) == tensor.values
      #expect(kept == isFrozen, "\(tensor.name)")
    }
    #expect(run.architecture.trainedParameterCount == 250 * 10 + 10)
    let checkpoint = try TrainingSnapshot(RunProgress(), loop.state, best: nil).checkpoint(
      of: loop.state.network, CheckpointSettings(run.configuration, dataDigest: ""))
    #expect(checkpoint.slots.allSatisfy { $0.tensors.map(\.name) == ["dense.kernel", "dense.bias"] })
  }

  /// A model whose convolution has `option`, and, where that freezes, its batch normalisation too.
  private static func run(_ option: String, emaMomentum: Double? = nil) throws -> TrainingRun {
    let normalization = option.contains("trainable") ? option : "\"momentum\": 0.9"
    let json = """
      {"class_name": "Sequential", "config": {"name": "constrained", "layers": [
      {"class_name": "InputLayer", "config": {"batch_shape": [null, 12, 7, 1]}},
      {"class_name": "Conv2D", "config": {"name": "conv", "filters": 5, "kernel_size": [3, 3], \(option)}},
      {"class_name": "BatchNormalization", "config": {"name": "norm", \(normalization)}},
      {"class_name": "ReLU", "config": {}}, {"class_name": "Flatten", "config": {}},
      {"class_name": "Dense", "config": {"name": "dense", "units": 10}}]}}
      """
    let images = try SampleImages(training: 40, test: 9, rows: 12, columns: 7)
    let optimizer = OptimizerSettings(learningRate: 0.05, emaMomentum: emaMomentum)
    return try TrainingRun(
      TrainingConfiguration(model: "constrained", epochs: 1, batchSize: 16, optimizer: optimizer, seed: 5, shards: 4),
      Architecture.decode(Data(json.utf8)), images.location, images: images)
  }
}
