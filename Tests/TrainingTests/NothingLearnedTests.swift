import Checkpoints
import Collectives
import KernelInterface
import Network
import Testing
import Training

/// Runs that train nothing: no epoch, or no learning rate.
@Suite("Nothing learned")
struct NothingLearnedTests {
  @Test("without an epoch the initial weights are the result", arguments: [nil, 0.9], [false, true])
  func noEpoch(emaMomentum: Double?, restoresBest: Bool) throws {
    var configuration = Self.configuration(epochs: 0)
    configuration.optimizer.emaMomentum = emaMomentum
    configuration.earlyStopping = EarlyStopping(monitor: .loss, restoreBestWeights: restoresBest)
    let (record, weights, initial) = try Self.outcome(configuration)
    #expect(weights == initial)
    #expect(record.epochs.isEmpty && record.lastEpoch == 0 && !record.stoppedEarly && record.validation == nil)
    #expect(record.test.images == 37 && record.imagesPerSecond == 0)
  }

  @Test("a learning rate of 0 changes no weight")
  func noLearningRate() throws {
    var configuration = Self.configuration(epochs: 2)
    for rule in [UpdateRule.adam(AdamSettings()), .sgd(SGDSettings(momentum: 0.9)), .rmsprop(RMSpropSettings())] {
      configuration.optimizer = OptimizerSettings(rule, learningRate: 0, weightDecay: 0.1)
      let (record, weights, initial) = try Self.outcome(configuration)
      #expect(weights == initial)
      #expect(record.epochs.count == 2)
    }
  }

  private static func configuration(epochs: Int) -> TrainingConfiguration {
    TrainingConfiguration(model: "sample", epochs: epochs, batchSize: 32, seed: 7, shards: 8)
  }

  private static func outcome(
    _ configuration: TrainingConfiguration
  ) throws -> (record: TrainingResult, weights: [[Float]], initial: [[Float]]) {
    let run = try TrainingRun(configuration)
    let loop = try run.makeLoop(SoloRank(), threads: 2)
    let network = loop.state.network
    let parameters = network.initialParameters(seed: configuration.seed)
    var observer = SilentObserver()
    let record = try loop.run(&observer)
    return (
      record, loop.state.resultTensors.map(\.values), network.layout.tensors.map { $0.elements(of: parameters.view) }
    )
  }
}
