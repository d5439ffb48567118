package import Collectives
import KernelInterface
package import Network

/// The numbers that a group of ranks shares: what the optimiser keeps, and what its workers exchange.
///
/// In shared memory all ranks of the group see the same numbers, and each changes its own part; a rank alone has them
/// on its heap.
package final class TrainingMemory: Sendable {
  package let group: HostGroup
  /// What the optimiser keeps of every parameter.
  let optimizerSlots: [FloatBuffer]
  /// Room for the sums of ``GradientNorm`` and ``WeightPenalty``; without floats where they are not needed.
  let normSums: FloatBuffer
  let penaltySums: FloatBuffer
  /// In which the workers exchange gradients and parameters, as ``GroupPlan`` numbers them; none for one worker alone.
  let slots: [FloatBuffer]
  private let memory: GroupMemory?

  /// How many numbers there are.
  package struct Size {
    let parameters: Int
    /// Of as many numbers as there are parameters.
    var optimizerSlots = 0
    var normSums = 0
    var penaltySums = 0

    /// Gradients and parameters alone, to exchange them.
    init(parameters: Int) { self.parameters = parameters }

    package init(_ network: Network, _ optimizer: OptimizerSettings) {
      parameters = network.layout.floatCount
      optimizerSlots = optimizer.slotKinds.count
      normSums = optimizer.clipNorm == nil ? 0 : GradientNorm.roomNeeded(network.layout)
      penaltySums = WeightPenalty.roomNeeded(network.layout)
    }
  }

  /// The numbers of each buffer.
  private static func counts(_ size: Size, slotCount: Int) -> [Int] {
    [size.normSums, size.penaltySums]
      + Array(repeating: size.parameters, count: size.optimizerSlots + slotCount)
  }

  /// The bytes that a group of several ranks shares.
  package static func byteCount(_ size: Size, slotCount: Int) -> Int {
    counts(size, slotCount: slotCount).reduce(0) { $0 + FloatBuffer.byteCount(floats: $1) }
  }

  /// Memory for a group; nil on all its ranks if they cannot share any. Collective.
  init?(_ group: HostGroup, size: Size, slotCount: Int) throws(CommunicationError) {
    self.group = group
    let counts = Self.counts(size, slotCount: slotCount)
    var buffers: [FloatBuffer]
    if group.rankCount == 1 {
      memory = nil
      buffers = counts.map { FloatBuffer(count: $0) }
    } else {
      let bytes = counts.map { FloatBuffer.byteCount(floats: $0) }
      guard let memory = try group.shareMemory(byteCount: bytes.reduce(0, +)) else { return nil }
      var offset = 0
      buffers = zip(counts, bytes).map { count, bytes in
        defer { offset += bytes }
        return unsafe FloatBuffer(start: memory.start + offset, count: count, owner: memory)
      }
      self.memory = memory
    }
    (normSums, penaltySums) = (buffers[0], buffers[1])
    optimizerSlots = Array(buffers.dropFirst(2).prefix(size.optimizerSlots))
    slots = Array(buffers.dropFirst(2 + size.optimizerSlots))
  }

  /// Memory for all ranks of a job and the plan of who computes what in it. Collective.
  ///
  /// - Throws: ``ExchangeError`` if shared memory was asked for and there is none.
  package static func make(
    size: Size, communicator: any Communicator, mode: ExchangeMode, tree: SumTree, threads: Int,
    leavesAtOnce: Int
  ) throws -> (TrainingMemory, GroupPlan) {
    func attempt(_ group: HostGroup) throws -> (TrainingMemory, GroupPlan)? {
      let all = try group.gatherBytes(Array("\(threads)".utf8)).map { Int(String(decoding: $0, as: UTF8.self)) ?? 1 }
      let first = group.number * group.rankCount
      let plan = GroupPlan(
        tree, ranks: first..<first + group.rankCount, of: communicator.rankCount, threads: all,
        leavesAtOnce: leavesAtOnce)
      return try TrainingMemory(group, size: size, slotCount: plan.isAlone ? 0 : plan.slotCount).map { ($0, plan) }
    }
    if mode != .messages, communicator.rankCount > 1 {
      let group = try HostGroup(sharing: communicator)
      let made = group.rankCount > 1 ? try attempt(group) : nil
      // If one host has no shared memory, none uses it.
      if try communicator.maximum(made == nil ? 1 : 0) == 0, let made { return made }
      if mode == .shared { throw ExchangeError.noSharedMemory }
    }
    guard let made = try attempt(HostGroup(alone: communicator)) else { throw ExchangeError.noSharedMemory }
    return made
  }

  /// Returns when every rank of the group has called it. Collective.
  func wait() throws(CommunicationError) { try memory?.wait() }
}
