import Collectives
import CounterRandom
import FashionMNIST
import KernelInterface
import Network

/// One thread's share of a step: it computes the leaves of its shards, one after the other, and adds up what it can.
///
/// Its memory is its own; everything is allocated here, nothing in a step.
final class LeafWorker: @unchecked Sendable {
  /// The shards whose leaves this worker computes.
  let shards: Range<Int>
  private let program: LeafProgram
  private let memory: WorkerMemory
  /// Loss and correct answers of each shard since the epoch began.
  private(set) var scores: [LeafScore]
  private let network: Network
  private let workspace: Workspace
  private let images: ImageSet
  private let schedule: BatchSchedule
  private let tree: SumTree
  private let augmentation: Augmentation?
  private let ledger: TimeLedger?
  private var orders: [[Int32]]

  /// - Parameters:
  ///   - augmentation: nil where images stay as they are.
  ///   - images: the training images of the rank, at least those of `shards`.
  ///   - program: for the leaves of `shards`, in the slots of `memory`.
  init(
    network: Network, images: ImageSet, schedule: BatchSchedule, tree: SumTree, shards: Range<Int>,
    program: LeafProgram, memory: WorkerMemory, augmentation: Augmentation?, ledger: TimeLedger?
  ) {
    self.augmentation = augmentation
    self.network = network
    self.images = images
    self.schedule = schedule
    self.shards = shards
    self.tree = tree
    (self.program, self.memory) = (program, memory)
    workspace = network.makeWorkspace(ledger: ledger)
    self.ledger = ledger
    orders = shards.map { Array(repeating: 0, count: schedule.partition.range(of: $0).count) }
    scores = shards.map { _ in LeafScore() }
  }

  /// Draws the order of an epoch and forgets the scores of the last.
  func beginEpoch(_ epoch: Int, order: BatchOrder) {
    for (index, shard) in shards.enumerated() {
      order.fill(&orders[index], shard: shard, epoch: epoch)
      scores[index] = LeafScore()
    }
  }

  /// Computes the gradients of this worker's leaves of one step, adds them as far as the tree allows and publishes the sums.
  func computeGradients(step: Int, draw: RandomDraw) {
    if shards.isEmpty { return }
    network.prepare(workspace, for: memory.parameters)
    ledger?.book(.preparation)
    func compute(_ node: SumTree.Node, into slot: Int, accumulates: Bool) {
      let leaves = tree.leaves(of: node)
      load(leaves, step: step, epoch: draw.epoch)
      ledger?.book(.data)
      network.backward(
        workspace, draw: draw, into: memory.slots[slot].view, accumulates: accumulates
      ) { leaf, score in scores[leaves.lowerBound + leaf - shards.lowerBound].add(score) }
    }
    for instruction in program.instructions {
      switch instruction {
      case .write(let node, let slot): compute(node, into: slot, accumulates: false)
      case .accumulate(let node, let slot): compute(node, into: slot, accumulates: true)
      case .add(let addition):
        network.kernels.add(memory.slots[addition.adding].view, to: memory.slots[addition.into].view)
        ledger?.book(.join)
      }
    }
    memory.publishGradients()
    ledger?.book(.exchange)
  }

  /// Loads the images of one step's leaves.
  private func load(_ leaves: Range<Int>, step: Int, epoch: Int) {
    workspace.clear()
    for shard in leaves {
      let start = schedule.partition.range(of: shard).lowerBound
      for position in schedule.slice(step: step, shard: shard) {
        let place = start + Int(orders[shard - shards.lowerBound][position]) - images.range.lowerBound
        let number = Int(images.numbers[place])
        workspace.load(images, at: place, transform: augmentation?.transform(image: number, epoch: epoch))
      }
      workspace.endLeaf(
        followers: schedule.filledSlices(step: step, shards: shard + 1..<schedule.partition.shards))
    }
  }
}

extension Workspace {
  /// Loads the image at index `index` of `images`.
  func load(_ images: ImageSet, at index: Int, transform: ImageTransform? = nil) {
    let size = images.pixelsPerImage
    load(
      pixels: images.pixels.span.extracting(index * size..<(index + 1) * size), label: images.labels[index],
      number: Int(images.numbers[index]), transform: transform)
  }
}
