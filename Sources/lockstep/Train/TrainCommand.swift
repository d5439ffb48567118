import ArgumentParser
import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import InputFiles
import Kernels
import Network
import Reports
import SystemPackage
import Training

/// `lockstep train`.
struct TrainCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model, and write its weights, metrics and checkpoints to a run folder.",
    discussion: """
      A preset brings its recipe, and options change it:

        lab-001        5 epochs, batch size 64, validates with the last 20 %
        lab-003        10 epochs, batch size 32, validates with the test set
        lab-004        20 epochs, batch size 128, validates with the test set
        lab-004-leaky  20 epochs, batch size 64, validates with the last 20 %
        best           16 epochs, batch size 256, no validation, for accuracy:
                       SGD, one cycle, smooth labels, mirrored images
        best-long      64 epochs, a larger network, more augmentation

      The data and the options under RESULT decide the trained weights. The number of ranks changes them only with \
      --reduction mpi; threads never do.
      """)

  @OptionGroup(title: "Result") var model: ModelOption
  @OptionGroup var training: TrainingOptions

  @OptionGroup(title: "Where and how fast") var compute: ComputeOptions
  @OptionGroup(title: "Where and how fast") var exchange: ExchangeOption

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Output") var checkpoints: CheckpointOptions
  @OptionGroup(title: "Output") var progress: ProgressOptions

  func validate() throws { _ = try configuration }

  private var namedModel: NamedModel { NamedModel(model.model) }

  /// What the options ask for; no file is read.
  var configuration: TrainingConfiguration {
    get throws { try training.configuration(namedModel) }
  }

  /// The number of shards for so many training images: where `--shards` is not given, at most one for each image.
  private func shards(_ configuration: TrainingConfiguration, images: Int?) -> Int {
    guard training.course.shards == nil, let images else { return configuration.shards }
    let usual = namedModel.recipe.shards(batchSize: configuration.batchSize, images: images)
    return min(configuration.shards, usual)
  }

  /// The number of training images; of several runs the first one's, which has the fewest. Nil where they cannot be
  /// counted: loading them will say why. Collective.
  private func imageCount(_ configuration: TrainingConfiguration, _ context: RankContext) throws -> Int? {
    let text = try context.fromFirst("counting the images") {
      let count = try? TrainingData.imageCount(configuration, in: compute.location(context.environment))
      return Array((count.map { "\($0)" } ?? "").utf8)
    }
    return Int(String(decoding: text, as: UTF8.self))
  }

  func run() throws {
    Interruption.install()
    try RankContext.run { context in try train(context) }
  }

  /// The shards of the run, for whoever starts the ranks; without the data's files here, not limited by the number of images.
  func shardsToLaunch() throws -> ShardCount {
    let configuration = try self.configuration
    let location = try? compute.location(ProcessInfo.processInfo.environment)
    let images = location.flatMap { try? TrainingData.imageCount(configuration, in: $0) }
    return try ShardCount(
      shards(configuration, images: images), batchSize: configuration.batchSize, images: images ?? Int(Int32.max))
  }

  /// What folders are named after.
  var modelName: String { get throws { try configuration.model } }

  private func train(_ context: RankContext) throws {
    var base = try configuration
    base.validationIndices = try TrainingSetup.validationIndices(training.validation.validationIndices, context)
    let images = try imageCount(base, context)
    base.shards = shards(base, images: images)
    let runs = training.series.runs(base)
    let folder = FilePath(output.outputDir ?? "runs")
    var folders: RunDirectories?
    var records: [(title: String, record: TrainingResult)] = []
    for run in runs {
      if runs.count > 1, !progress.isSilent, context.isFirst { StandardError.line("\nRun of \(run.title)") }
      let setup = try TrainingSetup(
        context, model: namedModel, run.configuration, images: images,
        initialWeights: training.course.initialWeights,
        compute: compute, sharesMemory: exchange.exchange != .messages, folder: folder,
        checkpointsToKeep: checkpoints.keep)
      // Only now is it known that there is something to train.
      let directory = try context.together("creating the output directory") {
        if records.isEmpty, context.isFirst {
          try OutputRoom.require(setup.fileSizes, runs: runs.count, in: folder)
          folders = try RunDirectories(runs, output.outputDir, model: base.model)
        }
        return try folders?.directory(of: run)
      }
      let record = try context.communicator.lending {
        try train(setup, in: directory, isAlone: runs.count == 1, context)
      }
      records.append((run.title, record))
    }
    if runs.count > 1, let folders {
      let table = SeriesTable(records)
      try folders.write(table)
      if output.report { ReportWriter.compare(folders) }
      try StandardOutput.text(table.text)
    }
    try requireTarget(records.map(\.record))
  }

  /// Trains once. Collective.
  ///
  /// - Parameters:
  ///   - directory: where to, on the rank that writes; nil on the others.
  ///   - isAlone: the results are those of the command; of several runs there is a table.
  private func train(
    _ setup: TrainingSetup, in directory: RunDirectory?, isAlone: Bool, _ context: RankContext
  ) throws -> TrainingResult {
    let loop = try TrainingLoop(
      setup.configuration, network: setup.network, initial: setup.initial, data: setup.data,
      communicator: context.communicator, exchange: exchange.exchange, team: WorkerTeam(count: setup.threads),
      together: context.together, isProfiled: output.profile, checkpointSteps: checkpoints.checkpointEvery.steps)
    guard let directory else {
      var observer = SilentObserver { Interruption.take() }
      let record = try loop.run(&observer)
      _ = try profiles(of: loop, context)
      if output.report { _ = try loop.testPredictions() }
      return record
    }
    var description = RunDescription(setup, communicator: context.communicator, exchange: loop.exchangePath)
    description.binding = setup.binding?.text
    var recorder = try RunDirectoryWriter(
      description, network: setup.network, directory: directory, checkpoints: checkpoints,
      progress: progress.style(context.environment), isSilent: progress.isSilent)
    let record = try loop.run(&recorder)
    let profiles = try profiles(of: loop, context)
    try recorder.record(profiles)
    let printed = Result {
      try report(record, directory, isAlone: isAlone)
      if !profiles.isEmpty { try StandardOutput.text(ProfileTable(profiles).text) }
    }
    // Results are printed before the page is made, and a failure of either does not prevent the other.
    if output.report {
      try ReportWriter(directory, compute, context.environment).write(loop.testPredictions())
    }
    try printed.get()
    return record
  }

  /// Throws where the accuracy is less than what was asked for; of several runs the mean, of folds that of validation.
  private func requireTarget(_ records: [TrainingResult]) throws(TargetMissed) {
    guard let target = output.targetAccuracy else { return }
    let isOfFolds = training.series.folds != nil
    let accuracies = records.map { (isOfFolds ? $0.validation : nil)?.accuracy ?? $0.test.accuracy }
    guard let mean = SampleSpread(accuracies).mean, mean < target else { return }
    throw TargetMissed(
      "\(records.count > 1 ? "mean " : "")\(isOfFolds ? "validation" : "test") accuracy", mean, target: target)
  }

  /// Where every rank's time went, in rank order; empty unless it was asked for. Collective.
  private func profiles(of loop: TrainingLoop, _ context: RankContext) throws -> [RankProfile] {
    guard let ledger = loop.ledger else { return [] }
    let own = try JSONEncoder().encode(RankProfile(ledger, stageNames: loop.state.network.stageNames))
    return try context.communicator.gatherBytes(Array(own)).map {
      try JSONDecoder().decode(RankProfile.self, from: Data($0))
    }
  }

  private func report(_ record: TrainingResult, _ directory: RunDirectory, isAlone: Bool) throws(OutputError) {
    StandardError.line("run directory: \(directory.path.printable)")
    guard isAlone else { return }
    try StandardOutput.text(
      """
      test loss: \(String(format: "%.4f", record.test.loss))
      test accuracy: \(String(format: "%.4f", record.test.accuracy))
      weights sha256: \(record.weightsSHA256)
      images/s: \(String(format: "%.0f", record.imagesPerSecond))

      """)
  }
}
