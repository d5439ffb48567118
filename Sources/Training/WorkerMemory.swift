import Collectives
package import KernelInterface

/// What one worker computes with: all parameters and the gradients of its leaves, in memory of its own.
///
/// Workers of a group exchange them through slots in shared memory: each publishes in its own, and the others add, and put
/// new parameters, there. So whoever reads a line also writes to it before another does: to write what another core wrote
/// takes 1 to 3 ns a line, and what it has read 7 to 37 (measured between two cores of a Zen 4, wherever the host had them).
package final class WorkerMemory: Sendable {
  /// The floats that this worker adds up over all workers of the group, and updates.
  let own: Range<Int>
  /// The same for all workers when a step begins.
  package let parameters: FloatBuffer
  /// Sums of gradients, as the worker's ``LeafProgram`` numbers them.
  package let slots: [FloatBuffer]
  private let group: TrainingMemory
  /// The slots of the group that are this worker's.
  private let published: Range<Int>
  private let gradientCopies: [SourceTargetPair]
  private let parameterCopies: [SourceTargetPair]
  /// New parameters, from where the others put them.
  private let parameterMoves: [SourceTargetPair]

  /// The workers of this rank.
  ///
  /// - Parameter initial: the parameters.
  package static func all(_ plan: GroupPlan, _ memory: TrainingMemory, initial: FloatBuffer) -> [WorkerMemory] {
    let group = memory.group
    let slice = ParameterBlocks.part(group.rank, of: group.rankCount, count: initial.count)
    let programs = plan.programs[group.rank]
    return programs.indices.map { thread in
      let part = ParameterBlocks.part(thread, of: programs.count, count: slice.count)
      return WorkerMemory(
        programs[thread], published: plan.slots[group.rank][thread], mailboxes: plan.mailboxes,
        own: slice.lowerBound + part.lowerBound..<slice.lowerBound + part.upperBound, memory, initial)
    }
  }

  private init(
    _ program: LeafProgram, published: Range<Int>, mailboxes: [Int], own: Range<Int>, _ memory: TrainingMemory,
    _ initial: FloatBuffer
  ) {
    (self.own, self.published, group) = (own, published, memory)
    let parameters = FloatBuffer(count: initial.count)
    parameters.view.copy(from: initial.view)
    let slots = (0..<program.slotCount).map { _ in FloatBuffer(count: initial.count) }
    (self.parameters, self.slots) = (parameters, slots)
    guard !memory.slots.isEmpty else {
      (gradientCopies, parameterCopies, parameterMoves) = ([], [], [])
      return
    }
    let others = [0..<own.lowerBound, own.upperBound..<initial.count].filter { !$0.isEmpty }
    gradientCopies = zip(slots, published).flatMap { slot, number in
      others.map { SourceTargetPair(slot, to: memory.slots[number], $0) }
    }
    parameterCopies = mailboxes.filter { !published.contains($0) }.map {
      SourceTargetPair(parameters, to: memory.slots[$0], own)
    }
    parameterMoves = others.map { SourceTargetPair(memory.slots[published.lowerBound], to: parameters, $0) }
  }

  /// Lets the others read what they add of the gradients.
  func publishGradients() {
    for copy in gradientCopies { copy.target.copy(from: copy.source) }
  }

  /// Gives the others the parameters that this worker has updated.
  func publishParameters() {
    for copy in parameterCopies { copy.target.copy(from: copy.source) }
  }

  /// Takes the parameters that the others have updated.
  func takeParameters(_ kernels: any KernelSet.Type) {
    for move in parameterMoves { kernels.move(move.source, into: move.target) }
  }

  /// Where this worker finds its own floats of a slot of the group.
  func view(ofSlot number: Int) -> FloatView {
    let slot = published.contains(number) ? slots[number - published.lowerBound] : group.slots[number]
    return slot.view(at: own.lowerBound, count: own.count)
  }
}

/// Floats that go from one buffer to another.
struct SourceTargetPair {
  let source: FloatView
  let target: FloatView

  init(source: FloatView, target: FloatView) { (self.source, self.target) = (source, target) }

  init(_ source: FloatBuffer, to target: FloatBuffer, _ range: Range<Int>) {
    self.source = source.view(at: range.lowerBound, count: range.count)
    self.target = target.view(at: range.lowerBound, count: range.count)
  }
}
