import Collectives
import CounterRandom
import FashionMNIST
import KernelInterface
import Network
import Testing
import Training

/// Two workers of one rank, as a training loop makes them, in the hands of a test.
struct WorkerPair {
  let workers: [LeafWorker]
  let draw: RandomDraw
  private let memories: [WorkerMemory]
  let passes: [StealablePasses]
  private let plan: GroupPlan

  /// Two workers at the beginning of the first epoch of a run.
  init(_ run: TrainingRun, leavesAtOnce: Int, halving: StealingPartners.Halving = .byPace) throws {
    let (configuration, network) = (run.configuration, run.makeNetwork())
    let data = try TrainingData.load(
      configuration, from: run.location, for: ImageRequirements(run.architecture), rank: 0, ranks: 1)
    let tree = SumTree(leafCount: configuration.shards)
    let (memory, plan) = try TrainingMemory.make(
      size: .init(network, configuration.optimizer), communicator: SoloRank(), mode: .auto, tree: tree, threads: 2,
      leavesAtOnce: leavesAtOnce)
    let memories = WorkerMemory.all(
      plan, memory, initial: network.initialParameters(seed: configuration.seed))
    let passes = try StealablePasses.all(
      plan, tree, memory.group, StealingPolicy(network, data.schedule, leavesAtOnce: leavesAtOnce, pixelsPerImage: 80))
    let augmentation = Augmentation(configuration.augmentation, seed: configuration.seed, rows: 10, columns: 8)
    try #require(!passes.isEmpty, "nothing is shared")
    workers = memories.indices.map { thread in
      let shards = data.ownership.shards.part(thread, of: 2)
      return LeafWorker(
        network: network,
        images: LeafImages(data.training, data.schedule, shards: shards, augmentation: augmentation), tree: tree,
        shards: shards, program: plan.programs[0][thread], memory: memories[thread],
        passes: StealingPartners(passes, worker: thread, halving: halving), ledger: nil)
    }
    draw = RandomDraw(generator: Philox(seed: configuration.seed), epoch: 0)
    (self.memories, self.passes, self.plan) = (memories, passes, plan)
    let order = BatchOrder(seed: configuration.seed, shuffle: configuration.shuffle)
    for worker in workers { worker.beginEpoch(0, order: order) }
  }

  /// The bits of the sums of each worker's leaves.
  var sums: [[UInt32]] {
    zip(memories, plan.programs[0]).flatMap { memory, program in
      program.sums.map { sum in
        memory.slots[sum.slot].view.withSpan { span in span.indices.map { span[$0].bitPattern } }
      }
    }
  }

  /// How many pieces of a worker another has taken in this step: all that it shares.
  func takenPieces(of worker: Int, round: Int) throws -> Int {
    try #require(passes[worker].queue.stealLast(round: round) == nil, "a piece is left")
    return passes[worker].queue.stealable.count
  }

  /// Lets a worker that is done compute one piece of the other.
  func help(_ other: Int, step: Int, round: Int) throws {
    try #require(workers[1 - other].help(passes[other], step: step, round: round, draw: draw), "no piece is left")
  }
}
