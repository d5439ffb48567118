import Collectives
import CounterRandom
import FashionMNIST
import KernelInterface
import Network
import Testing
import Training

/// Two workers of one rank, as a training loop has them, in the hands of a test.
struct WorkerPair {
  private let assembly: StepAssembly
  let draw: RandomDraw

  var workers: [LeafWorker] { assembly.workers }
  var passes: [StealablePasses] { assembly.passes }

  /// Two workers at the beginning of the first epoch of a run.
  init(_ run: TrainingRun, halving: StealingPartners.Halving = .byPace) throws {
    let configuration = run.configuration
    assembly = try run.makeAssembly(threads: 2, halving: halving)
    try #require(!assembly.passes.isEmpty, "nothing is shared")
    draw = RandomDraw(generator: Philox(seed: configuration.seed), epoch: 0)
    let order = BatchOrder(seed: configuration.seed, shuffle: configuration.shuffle)
    for worker in workers { worker.beginEpoch(0, order: order) }
  }

  /// The bits of the sums of each worker's leaves.
  var sums: [[UInt32]] {
    zip(assembly.gradients.workers, assembly.gradients.plan.programs[0]).flatMap { memory, program in
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
