import Collectives
import FashionMNIST
import KernelInterface
import Kernels
import Network
import Training

/// A training run as a test sets it up: what decides the result, and where the images are.
struct TrainingRun: Sendable {
  var configuration: TrainingConfiguration
  let architecture: Architecture
  let location: DatasetLocation
  let kernels: any KernelSet.Type
  /// Images that a workspace holds; nil for a leaf's, but at least 16, as the program has it.
  var capacity: Int?
  /// How often numbers are checked.
  var guards = GuardSettings()
  /// Keeps the files where they are; nil for files that nobody removes.
  private let images: SampleImages?

  /// A run on the files at `location`.
  init(
    _ configuration: TrainingConfiguration, _ architecture: Architecture, _ location: DatasetLocation,
    kernels: (any KernelSet.Type)? = nil, images: SampleImages? = nil
  ) throws {
    self.configuration = configuration
    self.architecture = architecture
    self.location = location
    self.kernels = try kernels ?? KernelRegistry.chosen(environment: [:])
    self.images = images
  }

  /// A run on small images.
  init(
    _ configuration: TrainingConfiguration, of architecture: Architecture? = nil, training: Int = 131, test: Int = 37
  ) throws {
    let images = try SampleImages(training: training, test: test)
    try self.init(
      configuration, architecture ?? SampleModel.architecture(), images.location, images: images)
  }

  func makeNetwork() -> Network {
    let leaf = configuration.batchSize / configuration.shards
    return Network(
      architecture, kernels: kernels, capacity: capacity ?? max(leaf, 16), convolution: configuration.convolution,
      labelSmoothing: configuration.labelSmoothing)
  }

  /// What a plain process takes steps with.
  func makeAssembly(threads: Int) throws -> StepAssembly {
    let network = makeNetwork()
    return try StepAssembly(
      configuration, network: network, initial: network.initialParameters(seed: configuration.seed),
      data: TrainingData.load(configuration, from: location, for: ImageRequirements(architecture), rank: 0, ranks: 1),
      communicator: SoloRank(), exchange: .auto, team: WorkerTeam(count: threads))
  }

  /// The loop of one rank, before its first step.
  func makeLoop(
    _ communicator: any Communicator, threads: Int, exchange: ExchangeMode = .auto, resuming: ResumePoint? = nil,
    checkpointSteps: Int? = nil
  ) throws -> TrainingLoop {
    let network = makeNetwork()
    return try TrainingLoop(
      configuration, network: network, initial: network.initialParameters(seed: configuration.seed),
      data: TrainingData.load(
        configuration, from: location, for: ImageRequirements(architecture), rank: communicator.rank,
        ranks: communicator.rankCount),
      communicator: communicator, exchange: exchange, team: WorkerTeam(count: threads),
      together: FailTogether(communicator) { (1, "\($0)") }, resuming: resuming, checkpointSteps: checkpointSteps,
      guards: guards)
  }

  /// What each rank of a job comes to, where `ranksPerHost` ranks in a row share memory.
  func outcomes(
    ranks: Int, threads: Int, ranksPerHost: Int = 1, exchange: ExchangeMode = .auto
  ) throws -> [Outcome] {
    try ThreadRanks.run(count: ranks, ranksPerHost: ranksPerHost) { communicator in
      var observer = SilentObserver()
      return Outcome(try makeLoop(communicator, threads: threads, exchange: exchange).run(&observer))
    }
  }

  /// What a plain process with one thread comes to.
  func outcome() throws -> Outcome {
    var observer = SilentObserver()
    return Outcome(try makeLoop(SoloRank(), threads: 1).run(&observer))
  }
}

/// All of a run's record but the time it took.
struct Outcome: Equatable, Sendable {
  let weightsSHA256: String
  let training: [Score]
  let validation: [Score?]
  let test: Score

  init(_ record: TrainingResult) {
    weightsSHA256 = record.weightsSHA256
    training = record.epochs.map(\.training)
    validation = record.epochs.map(\.validation)
    test = record.test
  }
}
