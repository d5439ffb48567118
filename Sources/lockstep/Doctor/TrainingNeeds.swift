import ArgumentParser
import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import Kernels
import Network
import SystemLimits
import SystemPackage
import Training

/// What the training of a model by its recipe needs of the machine.
struct TrainingNeeds {
  let model: String
  /// What the ranks of a host share.
  private(set) var windowBytes = 0
  /// What a run writes at the least.
  private(set) var outputBytes = 0
  /// Why a file would be too large for this process.
  private(set) var sizeFault: String?
  /// Why there is too little memory.
  private(set) var shortage: String?

  /// Ranks and threads, as they are or as they would be.
  struct Workers {
    /// Of this host, of the job, and the threads of each.
    var onHost: Int
    var ranks: Int
    var threads: Int
  }

  /// The ranks that `Launch/local` starts, no more than shards.
  static func usualRanks(_ model: String, threads: Int) throws -> Int {
    let (_, schedule) = try plan(model)
    return Processors.current.ranks(threadsOfEach: threads, shards: schedule.partition.shards)
  }

  /// - Throws: what is wrong with the model's file.
  init(_ model: String, _ workers: Workers, output: FilePath, environment: [String: String]) throws {
    self.model = NamedModel(model).name
    let (command, schedule) = try Self.plan(model)
    let configuration = try command.training.configuration(NamedModel(model))
    let architecture = try Architecture.load(nameOrPath: model) { StandardError.line($0) }
    // Kernels are judged elsewhere; all of them have the same needs.
    guard let kernels = try? KernelRegistry.chosen(environment: environment) else { return }
    let shards = schedule.partition.shards
    let (ranks, threads) = (min(workers.ranks, shards), min(workers.threads, shards))
    let onHost = min(workers.onHost, ranks)
    let images = try TrainingSetup.imagesAtOnce(schedule)
    do {
      try MemoryEstimate.check(workspaces: 2 * threads, imagesAtOnce: images, of: architecture)
      let network = Network(architecture, kernels: kernels, capacity: images, convolution: configuration.convolution)
      let plan = GroupPlan(
        SumTree(leafCount: shards), ranks: 0..<onHost, of: ranks, threads: Array(repeating: threads, count: onHost),
        leavesAtOnce: network.leavesAtOnce(schedule))
      let size = TrainingMemory.Size(network, configuration.optimizer)
      windowBytes = onHost > 1 ? TrainingMemory.byteCount(size, slotCount: plan.slotCount) : 0
      let sizes = try RunFileSizes(
        configuration, network, dataDigest: "", keep: command.checkpoints.keep, in: output)
      outputBytes = sizes.total
      sizeFault = Self.fault(of: max(sizes.checkpoint, sizes.model))
      try MemoryEstimate(
        training: configuration, of: network, schedule,
        shards: ShardOwnership.shards(ofRank: 0, of: ranks, among: shards), threads: threads, sharers: onHost
      ).check(sharers: onHost)
    } catch let error as MemoryShortage {
      shortage = error.description
    }
  }

  /// What `train --model` would do, if its data were Fashion-MNIST.
  private static func plan(_ model: String) throws -> (TrainCommand, BatchSchedule) {
    let command = try TrainCommand.parse(["--model=\(model)"])
    let configuration = try command.training.configuration(NamedModel(model))
    let shards = try ShardCount(configuration.shards, batchSize: configuration.batchSize, images: Int(Int32.max))
    return (command, try BatchSchedule(shards))
  }

  private static func fault(of largest: Int) -> String? {
    guard let limit = ProcessLimits.fileBytes, largest > limit else { return nil }
    return "ulimit -f allows files of \(ByteCount.text(limit)), a checkpoint has \(ByteCount.text(largest))"
  }
}
