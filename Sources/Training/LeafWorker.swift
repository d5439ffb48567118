package import Collectives
import CounterRandom
package import FashionMNIST
import KernelInterface
package import Network

/// One thread's share of a step: it computes the leaves of its shards, one after the other, and adds up what it can.
///
/// Its memory is its own, but for what it shares with workers that are done before it; everything is allocated here, nothing
/// in a step. Only its thread calls and changes it while the team works; the team's caller reads its scores in between.
package final class LeafWorker: @unchecked Sendable {
  /// The shards whose leaves this worker computes.
  package let shards: Range<Int>
  private let program: LeafProgram
  let memory: WorkerMemory
  private let passes: StealingPartners
  /// The number of the thread in its rank.
  private let thread: Int
  /// The pass that is computed twice; the same for all workers of the rank.
  private let audit: AuditedPass?
  /// Loss and correct answers of each shard since the epoch began.
  package private(set) var scores: [Score]
  let network: Network
  let workspace: Workspace
  let tree: SumTree
  private let ledger: TimeLedger?
  private(set) var images: LeafImages

  /// - Parameters:
  ///   - images: those of `shards`.
  ///   - program: for the leaves of `shards`, in the slots of `memory`.
  ///   - passes: that the workers of the group compute for each other.
  ///   - audit: where the pass goes that is computed twice; nil where none is.
  package init(
    network: Network, images: LeafImages, tree: SumTree, shards: Range<Int>, program: LeafProgram,
    memory: WorkerMemory, passes: StealingPartners, thread: Int, audit: AuditedPass?, ledger: TimeLedger?
  ) {
    (self.network, self.images, self.tree, self.shards) = (network, images, tree, shards)
    (self.program, self.memory, self.passes) = (program, memory, passes)
    (self.thread, self.audit) = (thread, audit)
    workspace = network.makeWorkspace(ledger: ledger)
    self.ledger = ledger
    scores = shards.map { _ in Score() }
  }

  /// Draws the order of an epoch and forgets the scores of the last.
  ///
  /// - Parameter scores: of all shards so far, where the epoch has been begun before; else none.
  package func beginEpoch(_ epoch: Int, order: BatchOrder, scores: [Score] = []) {
    images.beginEpoch(epoch, order: order)
    for (index, shard) in shards.enumerated() { self.scores[index] = scores.isEmpty ? Score() : scores[shard] }
  }

  /// Offers the last passes of a step to workers that will be done before this one.
  ///
  /// - Parameter round: a number that grows from step to step.
  package func offer(step: Int, round: Int) {
    guard let own = passes.own else { return }
    ledger.measure(.data) {
      for pass in own.queue.stealable {
        images.put(tree.leaves(of: own.node(of: pass)), step: step, into: own.record(of: pass))
      }
      own.queue.open(round: round)
    }
  }

  /// Computes the gradients of this worker's leaves of one step, adds them as far as the tree allows and publishes the
  /// sums; then helps others that are late.
  ///
  /// To be called after ``offer(step:round:)``, with the same numbers. A worker without leaves has prepared nothing, and
  /// helps nobody.
  package func computeGradients(step: Int, round: Int, draw: RandomDraw) {
    if shards.isEmpty { return }
    // What no inner account takes is this worker's, not the wait for other threads around it.
    ledger.measure(.other) {
      ledger.measure(.preparation) { network.prepare(workspace, for: memory.parameters) }
      computeOwn(Round(number: round, step: step, draw: draw))
      ledger.measure(.exchange) { memory.publishGradients() }
      for other in passes.others { while help(other, step: step, round: round, draw: draw) {} }
    }
  }

  /// Computes this worker's leaves, or receives what others computed of them, and adds them up.
  private func computeOwn(_ round: Round) {
    var pass = 0
    for instruction in program.instructions {
      switch instruction {
      case .write(let node, let slot), .accumulate(let node, let slot):
        compute(pass: pass, node, round, Target(memory.slots[slot].view, instruction.accumulates))
        pass += 1
      case .add(let addition):
        ledger.measure(.join) {
          network.kernels.add(memory.slots[addition.adding].view, to: memory.slots[addition.into].view)
        }
      }
    }
  }

  /// Computes a pass of another worker; false where none is left, or where that has not begun the step yet.
  ///
  /// To be called after ``computeGradients(step:round:draw:)``, with the same numbers.
  package func help(_ other: StealablePasses, step: Int, round: Int, draw: RandomDraw) -> Bool {
    guard let pass = other.queue.stealLast(round: round) else { return false }
    let record = other.record(of: pass)
    let leaves = tree.leaves(of: other.node(of: pass))
    ledger.measure(.data) { images.load(leaves, step: step, from: record, into: workspace) }
    computeLoaded(leaves, draw, (record.gradient.view, false)) { record[$0] = $1 }
    other.queue.finish(pass, round: round)
    return true
  }

  /// The step that is computed.
  private struct Round {
    let number: Int
    let step: Int
    let draw: RandomDraw
  }

  /// Where a gradient goes, and whether it is added to what is there.
  typealias Target = (view: FloatView, accumulates: Bool)

  /// Computes a pass, or receives what another worker computed.
  private func compute(pass: Int, _ node: SumTree.Node, _ round: Round, _ target: Target) {
    let audit = audited(node)
    // Alone first, so that another worker can compare it; to add it afterwards gives the same bits.
    let place = audit.map { Target($0.first.gradient.view, false) } ?? target
    if let own = passes.own, !own.queue.takeFirst() {
      audit?.begin(node, thread: thread, wasTaken: true)
      receive(pass, of: own, round, place)
    } else {
      audit?.begin(node, thread: thread, wasTaken: false)
      compute(node: node, round, place)
    }
    if let audit { put(audit.first.gradient.view, into: target) }
  }

  /// The audit, if it is of this node.
  private func audited(_ node: SumTree.Node) -> AuditedPass? {
    guard let audit, audit.isOf(tree.leaves(of: node)) else { return nil }
    return audit
  }

  private func put(_ gradient: FloatView, into target: Target) {
    ledger.measure(.join) {
      if target.accumulates {
        network.kernels.add(gradient, to: target.view)
      } else {
        target.view.copy(from: gradient)
      }
    }
  }

  /// Computes the value of a node of this worker's leaves.
  private func compute(node: SumTree.Node, _ round: Round, _ target: Target) {
    let leaves = tree.leaves(of: node)
    ledger.measure(.data) { images.load(leaves, step: round.step, into: workspace) }
    computeLoaded(leaves, round.draw, target) { leaf, score in add(score, ofLeaf: leaf, of: node) }
  }

  /// Computes the gradient of the leaves in the workspace.
  func computeLoaded(
    _ leaves: Range<Int>, _ draw: RandomDraw, _ target: Target, _ body: (_ leaf: Int, _ score: Score) -> Void
  ) {
    workspace.inspector?.begin(leaf: leaves.lowerBound)
    network.backward(workspace, draw: draw, into: target.view, accumulates: target.accumulates, body)
    // Not where it is added to another pass, in which the same bit may have been turned: twice is nothing. And where a pass
    // of the step is computed twice, only in that one: which worker computes which pass is not known before.
    if !target.accumulates, audit?.leaf.map(leaves.contains) ?? true { AlteredNumbers.strike(gradient: target.view) }
    workspace.inspector?.lookAtParameters(target.view, network.layout)
  }

  /// Adds the score of a leaf to that of its shard; `leaf` is its number among the leaves of `node`.
  private func add(_ score: Score, ofLeaf leaf: Int, of node: SumTree.Node) {
    scores[tree.leaves(of: node).lowerBound + leaf - shards.lowerBound].add(score)
    audited(node)?.first.scores[leaf] = score
  }

  /// Waits for a pass of this worker that another computes, and takes what came of it.
  private func receive(_ pass: Int, of own: StealablePasses, _ round: Round, _ target: Target) {
    ledger.measure(.exchangeWait) { own.queue.wait(for: pass, round: round.number) }
    let (node, record) = (own.node(of: pass), own.record(of: pass))
    ledger.measure(.exchange) {
      if target.accumulates {
        network.kernels.addToBoth(target.view, record.gradient.view)
      } else {
        network.kernels.move(record.gradient.view, into: target.view)
      }
      for leaf in 0..<tree.leaves(of: node).count { add(record[leaf], ofLeaf: leaf, of: node) }
    }
  }
}

extension LeafProgram.Instruction {
  /// Whether what is computed is added to the slot.
  fileprivate var accumulates: Bool {
    if case .accumulate = self { true } else { false }
  }
}
