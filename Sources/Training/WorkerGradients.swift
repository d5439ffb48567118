import Collectives
import KernelInterface

/// The gradients that one worker computes: in memory of its own, and what others add of them where they can read it.
///
/// A line that another core has read takes 7 to 30 ns to write (measured between two cores of a Zen 4, the most where they
/// share no cache), a streamed one 2.4 ns wherever they are. So nobody writes to what others read but once, in a stream.
final class WorkerGradients: Sendable {
  /// The floats of the gradient that this worker adds up over all workers of the group.
  let own: Range<Int>
  /// Sums of gradients, as the worker's ``LeafProgram`` numbers them.
  let slots: [FloatBuffer]
  private let firstSlot: Int
  /// The slots of which others read everything, by their number in the group.
  private let wholeSlots: Set<Int>
  private let copies: [Copy]

  private struct Copy {
    let source: FloatView
    let target: FloatView
  }

  /// The workers of this rank.
  static func all(_ plan: GroupPlan, memory: TrainingMemory) -> [WorkerGradients] {
    let (group, floats) = (memory.group, memory.parameters.count)
    let slice = ParameterBlocks.part(group.rank, of: group.rankCount, count: floats)
    let programs = plan.programs[group.rank]
    return programs.indices.map { thread in
      let part = ParameterBlocks.part(thread, of: programs.count, count: slice.count)
      return WorkerGradients(
        programs[thread], firstSlot: plan.firstSlots[group.rank][thread], wholeSlots: plan.slotsLeft,
        own: slice.lowerBound + part.lowerBound..<slice.lowerBound + part.upperBound, memory)
    }
  }

  private init(
    _ program: LeafProgram, firstSlot: Int, wholeSlots: Set<Int>, own: Range<Int>, _ memory: TrainingMemory
  ) {
    (self.own, self.firstSlot, self.wholeSlots) = (own, firstSlot, wholeSlots)
    let floats = memory.parameters.count
    slots = (0..<program.slotCount).map { _ in FloatBuffer(count: floats) }
    copies =
      memory.slots.isEmpty
      ? []
      : program.sums.flatMap { [slots] sum in
        let isWhole = wholeSlots.contains(firstSlot + sum.slot)
        let ranges = isWhole ? [0..<floats] : [0..<own.lowerBound, own.upperBound..<floats]
        return ranges.filter { !$0.isEmpty }.map {
          Copy(
            source: slots[sum.slot].view(at: $0.lowerBound, count: $0.count),
            target: memory.slots[firstSlot + sum.slot].view(at: $0.lowerBound, count: $0.count))
        }
      }
  }

  /// Lets the others read what they add.
  func publish(_ kernels: any KernelSet.Type) {
    for copy in copies { kernels.stream(copy.source, into: copy.target) }
  }

  /// Where this worker finds its own floats of a slot of the group.
  func view(ofSlot number: Int, _ memory: TrainingMemory) -> FloatView {
    let isMine = (firstSlot..<firstSlot + slots.count).contains(number)
    let isPrivate = isMine && !(wholeSlots.contains(number) && !memory.slots.isEmpty)
    return (isPrivate ? slots[number - firstSlot] : memory.slots[number]).view(at: own.lowerBound, count: own.count)
  }
}
