import ArgumentParser
import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
import SystemPackage
import Training

/// `lockstep evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Print the loss and accuracy of a trained model on the test set.",
    usage: "lockstep evaluate --model-file <file> [<options>]",
    discussion: "Works under mpirun too; loss and accuracy do not depend on ranks or threads.")

  @Option(
    help: ArgumentHelp(
      "The model: model.safetensors or a checkpoint of a run, or weights from elsewhere together with --model.",
      valueName: "file"))
  var modelFile: String

  @Option(
    help: ArgumentHelp(
      "The architecture, where the file holds only weights.", discussion: "A preset (\(Preset.names)) or a JSON file.",
      valueName: "name|file"))
  var model: String?

  @Option(help: ArgumentHelp("Use only the first n test images.", valueName: "n"))
  var limitTestImages: Int?

  @OptionGroup var compute: ComputeOptions

  func run() throws { try Job.run { job in try evaluate(job) } }

  private func evaluate(_ job: Job) throws {
    let path = FilePath(modelFile)
    let kernels = try job.together("choosing kernels") { try KernelRegistry.chosen(environment: job.environment) }
    let saved = try job.together("reading the model") { job.isFirst ? try SavedModel(reading: path) : nil }
    let shards = try sharedShardCount(saved, job)
    let architecture = try sharedArchitecture(saved, path, job)
    let network = Network(architecture, kernels: kernels, capacity: 32)
    let parameters = try job.parameters("reading the weights") {
      try StoredWeights.parameters(of: network, from: saved?.weights ?? [], file: path)
    }
    let ownership = try ShardOwnership(
      rank: job.communicator.rank, ranks: job.communicator.rankCount,
      shards: ShardCount(shards, batchSize: shards, images: Int(Int32.max)))
    let test = try job.together("loading the test images") {
      try TrainingData.loadTest(
        from: compute.location(job.environment, parts: [.test]), limit: limitTestImages, shards: shards,
        scored: ownership.shards)
    }
    let team = try WorkerTeam(count: compute.threadCount(job, shards: ownership.shards.count))
    let evaluation = Evaluation(network: network, communicator: job.communicator, team: team, shards: shards)
    let weights = NetworkWeights(parameters, for: network)
    network.prepare(weights, part: 0, of: 1)
    let clock = ContinuousClock()
    let start = clock.now
    let score = try evaluation.score(test.set, weights: weights)
    let seconds = start.duration(to: clock.now) / .seconds(1)
    guard job.isFirst else { return }
    StandardError.line("test images: \(score.images), \(test.identity.title)")
    try StandardOutput.line("test loss: \(String(format: "%.4f", score.loss))")
    try StandardOutput.line("test accuracy: \(String(format: "%.4f", score.accuracy))")
    try StandardOutput.line("images/s: \(String(format: "%.0f", Double(score.images) / seconds))")
  }

  /// The shards that the model was trained with, so that the loss is summed as it was then. Collective.
  private func sharedShardCount(_ saved: SavedModel?, _ job: Job) throws -> Int {
    let text = try job.fromFirst("reading the number of shards") { Array("\(saved?.run?.shards ?? 8)".utf8) }
    return Int(String(decoding: text, as: UTF8.self)) ?? 8
  }

  /// The architecture of the file, or the one that was named. Collective.
  private func sharedArchitecture(_ saved: SavedModel?, _ path: FilePath, _ job: Job) throws -> Architecture {
    let json = try job.fromFirst("reading the architecture") {
      if let model { return Array(try Architecture.load(nameOrPath: model).keras3JSON().utf8) }
      guard let run = saved?.run else {
        throw StorageError(.badData, path, "holds weights but no architecture", advice: "Name it with --model")
      }
      return Array(run.architecture.utf8)
    }
    return try Architecture.decode(Data(json))
  }
}
