import Collectives
import KernelInterface
import Synchronization

/// A copy of all numbers that steps change, to go back to: so any step since can be taken again, bit for bit.
///
/// Each worker copies its part, and back all of its own: no rank needs another. Only the main thread calls, between two steps.
final class RestorePoint {
  /// Steps after which the copy is made anew. More would take longer to go through once more, and fewer longer to copy.
  static let interval = 500

  /// Steps taken when the copy was made.
  private(set) var step = 0
  private let state: TrainingState
  private let team: WorkerTeam
  private let copying: TeamWork
  private let restoring: TeamWork

  init(_ assembly: StepAssembly, _ team: WorkerTeam) {
    let (state, memories, threads) = (assembly.state, assembly.gradients.workers, team.count)
    (self.state, self.team) = (state, team)
    let weights = FloatBuffer(count: state.parameters.count)
    // Of what the optimiser keeps, each worker's own floats.
    let slots = memories.map { memory in state.optimizer.slots.map { _ in FloatBuffer(count: memory.own.count) } }
    copying = TeamWork { worker in
      let part = (0..<weights.count).part(worker, of: threads)
      let (memory, own) = (memories[worker], memories[worker].own)
      weights.view(at: part.lowerBound, count: part.count).copy(
        from: memory.parameters.view(at: part.lowerBound, count: part.count))
      for (copy, slot) in zip(slots[worker], state.optimizer.slots) {
        copy.view.copy(from: slot.view(at: own.lowerBound, count: own.count))
      }
    }
    restoring = TeamWork { worker in
      let (memory, own) = (memories[worker], memories[worker].own)
      memory.parameters.view.copy(from: weights.view)
      for (copy, slot) in zip(slots[worker], state.optimizer.slots) {
        slot.view(at: own.lowerBound, count: own.count).copy(from: copy.view)
      }
    }
  }

  /// Copies the numbers of the rank as they are now.
  func save() {
    team.run(copying)
    step = state.step
  }

  /// Gives the rank's workers the numbers of then.
  func restore() {
    team.run(restoring)
    state.step = step
  }
}
