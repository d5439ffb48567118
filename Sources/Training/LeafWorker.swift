package import Collectives
import CounterRandom
package import FashionMNIST
import KernelInterface
package import Network

/// One thread's share of a step: it computes the leaves of its shards, one after the other, and adds up what it can.
///
/// Its memory is its own, but for what it shares with workers that are done before it; everything is allocated here, nothing
/// in a step.
package final class LeafWorker: @unchecked Sendable {
  /// The shards whose leaves this worker computes.
  package let shards: Range<Int>
  private let program: LeafProgram
  private let memory: WorkerMemory
  private let passes: GroupPasses
  /// Loss and correct answers of each shard since the epoch began.
  package private(set) var scores: [LeafScore]
  private let network: Network
  private let workspace: Workspace
  private let tree: SumTree
  private let ledger: TimeLedger?
  private var images: LeafImages

  /// - Parameters:
  ///   - images: those of `shards`.
  ///   - program: for the leaves of `shards`, in the slots of `memory`.
  ///   - passes: that the workers of the group compute for each other.
  package init(
    network: Network, images: LeafImages, tree: SumTree, shards: Range<Int>, program: LeafProgram,
    memory: WorkerMemory, passes: GroupPasses, ledger: TimeLedger?
  ) {
    (self.network, self.images, self.tree, self.shards) = (network, images, tree, shards)
    (self.program, self.memory, self.passes) = (program, memory, passes)
    workspace = network.makeWorkspace(ledger: ledger)
    self.ledger = ledger
    scores = shards.map { _ in LeafScore() }
  }

  /// Draws the order of an epoch and forgets the scores of the last.
  package func beginEpoch(_ epoch: Int, order: BatchOrder) {
    images.beginEpoch(epoch, order: order)
    for index in scores.indices { scores[index] = LeafScore() }
  }

  /// Offers the last passes of a step to workers that will be done before this one.
  ///
  /// - Parameter round: a number that grows from step to step.
  package func share(step: Int, round: Int) {
    guard let own = passes.own else { return }
    for pass in own.queue.stealable {
      images.put(tree.leaves(of: own.node(of: pass)), step: step, into: own.record(of: pass))
    }
    own.queue.open(round: round)
    ledger?.book(.data)
  }

  /// Computes the gradients of this worker's leaves of one step, adds them as far as the tree allows and publishes the
  /// sums; then helps others that are late.
  ///
  /// To be called after ``share(step:round:)``, with the same numbers. A worker without leaves has prepared nothing, and
  /// helps nobody.
  package func computeGradients(step: Int, round: Int, draw: RandomDraw) {
    if shards.isEmpty { return }
    network.prepare(workspace, for: memory.parameters)
    ledger?.book(.preparation)
    var pass = 0
    for instruction in program.instructions {
      switch instruction {
      case .write(let node, let slot), .accumulate(let node, let slot):
        let target = (view: memory.slots[slot].view, accumulates: instruction.accumulates)
        if passes.own?.queue.takeFirst() ?? true {
          images.load(tree.leaves(of: node), step: step, into: workspace)
          compute(draw, target) { leaf, score in add(score, ofLeaf: leaf, of: node) }
        } else {
          receive(pass, round: round, target)
        }
        pass += 1
      case .add(let addition):
        network.kernels.add(memory.slots[addition.adding].view, to: memory.slots[addition.into].view)
        ledger?.book(.join)
      }
    }
    memory.publishGradients()
    ledger?.book(.exchange)
    for other in passes.others { help(other, step: step, round: round, draw: draw) }
  }

  /// Where the gradient of a pass goes, and whether it is added to what is there.
  private typealias Target = (view: FloatView, accumulates: Bool)

  /// Computes the gradient of the leaves in the workspace.
  private func compute(_ draw: RandomDraw, _ target: Target, _ body: (_ leaf: Int, _ score: LeafScore) -> Void) {
    ledger?.book(.data)
    network.backward(workspace, draw: draw, into: target.view, accumulates: target.accumulates, body)
  }

  /// Adds the score of a leaf to that of its shard; `leaf` is its number among the leaves of `node`.
  private func add(_ score: LeafScore, ofLeaf leaf: Int, of node: SumTree.Node) {
    scores[tree.leaves(of: node).lowerBound + leaf - shards.lowerBound].add(score)
  }

  /// Waits for a pass of this worker that another computes, and takes what came of it.
  private func receive(_ pass: Int, round: Int, _ target: Target) {
    guard let own = passes.own else { return }
    own.queue.wait(for: pass, round: round)
    ledger?.book(.exchangeWait)
    let (node, record) = (own.node(of: pass), own.record(of: pass))
    if target.accumulates {
      network.kernels.addToBoth(target.view, record.gradient.view)
    } else {
      network.kernels.move(record.gradient.view, into: target.view)
    }
    for leaf in 0..<tree.leaves(of: node).count { add(record[leaf], ofLeaf: leaf, of: node) }
    ledger?.book(.exchange)
  }

  /// Computes passes of another worker until none is left; one that has not begun the step yet gets no help.
  private func help(_ other: SharedPasses, step: Int, round: Int, draw: RandomDraw) {
    while let pass = other.queue.stealLast(round: round) {
      let record = other.record(of: pass)
      images.load(tree.leaves(of: other.node(of: pass)), step: step, from: record, into: workspace)
      compute(draw, (record.gradient.view, false)) { record[$0] = $1 }
      other.queue.finish(pass, round: round)
    }
  }
}

extension LeafProgram.Instruction {
  /// Whether what is computed is added to the slot.
  fileprivate var accumulates: Bool {
    if case .accumulate = self { true } else { false }
  }
}
