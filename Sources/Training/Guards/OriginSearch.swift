import Checkpoints
import Collectives
import Foundation
import KernelInterface
import Network

/// Finds where the first number that is not finite came from: goes back to weights that were, and takes the steps since again.
///
/// Steps need not be watched for that while all is well, since any of them can be taken again with the same bits.
struct OriginSearch {
  let assembly: StepAssembly
  let plan: StepPlan
  let point: RestorePoint
  let communicator: any Communicator
  let team: WorkerTeam

  private var state: TrainingState { assembly.state }
  private var step: TrainingStep { assembly.step }

  /// Where it began, at the latest after the steps that have been taken. Collective; the run cannot go on afterwards.
  ///
  /// - Parameter found: what is not finite, for a message.
  func run(found: String) throws(CommunicationError) -> NotFiniteOrigin {
    let (first, last) = (point.step, state.step)
    step.audit = nil
    point.restore()
    var epoch: Int?
    while state.step < last {
      let place = plan.place(after: state.step)
      if epoch != place.epoch { beginEpoch(place.epoch) }
      epoch = place.epoch
      point.save()
      _ = try step.take(place.step, plan.optimizerStep(after: state.step), draw: plan.draw(epoch: place.epoch))
      guard try communicator.maximum(isFinite ? 0 : 1) > 0 else { continue }
      point.restore()
      return NotFiniteOrigin(step: state.step + 1, epoch: place.epoch + 1, place: try inspect(place))
    }
    return NotFiniteOrigin(
      step: last, epoch: plan.place(after: max(last - 1, 0)).epoch + 1, place: .nowhere(since: first, found: found))
  }

  private func beginEpoch(_ epoch: Int) {
    let (workers, order) = (assembly.workers, plan.order)
    team.run { workers[$0].beginEpoch(epoch, order: order) }
  }

  /// Whether what this rank has after a step is finite.
  private var isFinite: Bool {
    let layout = state.network.layout
    return layout.firstNotFinite(in: state.parameters.view) == nil && notFiniteSlot == nil
      && assembly.workers.allSatisfy { $0.scores.allSatisfy(\.lossSum.isFinite) }
  }

  /// Takes the step once more, and looks at each of its parts. Collective.
  private func inspect(_ place: (epoch: Int, step: Int)) throws(CommunicationError) -> NotFiniteOrigin.Place {
    let optimizerStep = plan.optimizerStep(after: state.step)
    let workers = assembly.workers
    team.run { workers[$0].inspect(true) }
    step.computeGradients(place.step, optimizerStep, draw: plan.draw(epoch: place.epoch))
    let findings = try gather(
      workers.indices.compactMap { thread in
        workers[thread].notFinite.map {
          PassFinding(number: $0, worker: WorkerName(rank: communicator.rank, thread: thread))
        }
      })
    if let first = findings.min(by: { $0.rank < $1.rank }) { return .pass(first.number, first.worker) }
    try step.addGradients()
    if let found = try gather([notFiniteSum].compactMap { $0 }).first {
      return .gradientSum(tensor: found.tensor, indices: found.indices)
    }
    _ = try step.changeWeights()
    let weight = element(state.network.layout.firstNotFinite(in: state.parameters.view))
    if let found = try gather([weight].compactMap { $0 }).first {
      return .weight(tensor: found.tensor, indices: found.indices, learningRate: optimizerStep.learningRate)
    }
    let slot = try gather([notFiniteSlot].compactMap { $0 }).first
    return .slot(tensor: slot?.tensor ?? "slots", indices: slot?.indices ?? [])
  }

  /// A worker's finding, and which is the earliest of several.
  private struct PassFinding: Codable, Sendable {
    let number: NotFiniteNumber
    let worker: WorkerName

    /// Outputs come before gradients; of these, the first leaf's.
    var rank: (Int, Int) {
      switch number.holder {
      case .output: (0, number.leaf)
      case .outputGradient: (1, number.leaf)
      case .parameterGradient: (2, number.leaf)
      }
    }
  }

  /// An element of a tensor.
  private struct Element: Codable, Sendable {
    let tensor: String
    let indices: [Int]
  }

  private func element(
    _ found: (tensor: TensorPlacement, element: Int, value: Float)?, prefix: String = ""
  ) -> Element? {
    found.map { Element(tensor: prefix + $0.tensor.name, indices: $0.tensor.indices(ofElement: $0.element)) }
  }

  /// The first number of this rank's part of the gradient's sum that is not finite.
  private var notFiniteSum: Element? {
    let layout = state.network.layout
    let sum = FloatBuffer(count: layout.floatCount)
    for (memory, part) in zip(assembly.gradients.workers, assembly.gradients.exchange.gradientSums) {
      sum.view(at: memory.own.lowerBound, count: memory.own.count).copy(from: part)
    }
    return element(layout.firstNotFinite(in: sum.view))
  }

  /// The first number that the optimiser keeps for this rank's floats and that is not finite.
  private var notFiniteSlot: Element? {
    let layout = state.network.layout
    for (kind, slot) in zip(state.optimizer.settings.slotKinds, state.optimizer.slots) {
      let own = FloatBuffer(count: layout.floatCount)
      for memory in assembly.gradients.workers {
        let range = memory.own
        own.view(at: range.lowerBound, count: range.count).copy(
          from: slot.view(at: range.lowerBound, count: range.count))
      }
      if let found = element(layout.firstNotFinite(in: own.view), prefix: kind.rawValue) { return found }
    }
    return nil
  }

  /// What all ranks have, in their order. Collective.
  private func gather<Value: Codable>(_ own: [Value]) throws(CommunicationError) -> [Value] {
    let bytes = (try? JSONEncoder().encode(own)).map { Array($0) } ?? []
    return try communicator.gatherBytes(bytes).flatMap {
      (try? JSONDecoder().decode([Value].self, from: Data($0))) ?? []
    }
  }
}
