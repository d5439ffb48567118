import ArgumentParser
import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import Kernels
import Network
import SystemPackage
import Training

/// `lockstep train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model, and write its weights, metrics and checkpoints to a run directory.",
    discussion: """
      A preset brings the recipe of its lab manual: lab-001 trains 5 epochs with batch size 64, and validates with the \
      last 20 % of the training images; lab-003 trains 10 epochs with batch size 32, lab-004 20 epochs with batch size \
      128, and both validate with the test set.

      The trained weights depend on the data and on the options under RESULT; on ranks only with --reduction mpi, and \
      never on threads.
      """)

  @OptionGroup(title: "Result") var model: ModelOption
  @OptionGroup(title: "Result") var training: TrainingOptions

  @OptionGroup(title: "Where and how fast") var compute: ComputeOptions
  @OptionGroup(title: "Where and how fast") var exchange: ExchangeOption

  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: .hidden)
  var printShards = false

  func validate() throws { _ = try training.configuration(model: model.model) }

  func run() throws {
    guard !printShards else {
      try StandardOutput.line("\(try training.configuration(model: model.model).shards)")
      return
    }
    try Job.run { job in try train(job) }
  }

  private func train(_ job: Job) throws {
    let setup = try TrainingSetup(
      job, model: model.model, training: training, compute: compute)
    let directory = try job.together("creating the output directory") {
      try job.isFirst ? makeRunDirectory(setup.configuration.model) : nil
    }
    let loop = try TrainingLoop(
      setup.configuration, network: setup.network, initial: setup.initial, data: setup.data,
      communicator: job.communicator, exchange: exchange.exchange, team: WorkerTeam(count: setup.threads),
      together: job.together, isProfiled: output.profile)
    guard let directory else {
      var observer = SilentObserver()
      _ = try loop.run(&observer)
      _ = try profiles(of: loop, job)
      return
    }
    let description = RunDescription(setup, communicator: job.communicator, exchange: loop.exchangePath)
    var recorder = try RunRecorder(description, directory: directory, verbose: output.verbose)
    let record = try loop.run(&recorder)
    let profiles = try profiles(of: loop, job)
    try recorder.record(profiles)
    try report(record, directory)
    if !profiles.isEmpty { try StandardOutput.text(ProfileTable(profiles).text) }
  }

  /// Where every rank's time went, in rank order; empty unless it was asked for. Collective.
  private func profiles(of loop: TrainingLoop, _ job: Job) throws -> [RankProfile] {
    guard let ledger = loop.ledger else { return [] }
    let own = try JSONEncoder().encode(RankProfile(ledger, stageNames: loop.state.network.stageNames))
    return try job.communicator.gatherBytes(Array(own)).map {
      try JSONDecoder().decode(RankProfile.self, from: Data($0))
    }
  }

  private func makeRunDirectory(_ model: String) throws(StorageError) -> RunDirectory {
    guard let outputDir = output.outputDir else { return try RunDirectory(model: model) }
    return try RunDirectory(creating: FilePath(outputDir))
  }

  private func report(_ record: RunRecord, _ directory: RunDirectory) throws(OutputError) {
    StandardError.line("run directory: \(directory.path)")
    try StandardOutput.text(
      """
      test loss: \(String(format: "%.4f", record.test.loss))
      test accuracy: \(String(format: "%.4f", record.test.accuracy))
      weights sha256: \(record.weightsSHA256)
      images/s: \(String(format: "%.0f", record.imagesPerSecond))

      """)
  }
}

/// Options of what a run writes and says.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "New folder for all files of the run.", discussion: "Default: runs/<time>-<model>.", valueName: "folder"))
  var outputDir: String?

  @Option(
    help: ArgumentHelp(
      "Progress: 0 none; 1 a bar on a terminal; 2 a line per epoch; auto is 1 on a terminal, else 2.",
      valueName: "auto|0|1|2"))
  var verbose: Verbosity = .auto

  @Flag(help: "Print at the end what each rank's time went to.")
  var profile = false
}

extension Verbosity: ExpressibleByArgument {}
