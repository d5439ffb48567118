/// The memory of a ``HostGroup`` and how its ranks wait for each other.
@safe
package final class GroupMemory: Sendable {
  private let memory: SharedMemory
  private let offset: Int
  private let barrier: HostBarrier?
  /// What each rank of the group may use.
  private let processors: [ProcessorSet]
  private let heartbeat: Heartbeat?

  init(
    _ memory: SharedMemory, start offset: Int, barrier: HostBarrier?, processors: [ProcessorSet],
    heartbeat: Heartbeat? = nil
  ) {
    self.heartbeat = heartbeat
    self.memory = memory
    self.offset = offset
    self.barrier = barrier
    self.processors = processors
  }

  /// Zeroed at first, aligned to 128 bytes.
  package var start: UnsafeMutableRawPointer { unsafe memory.start + offset }
  package var byteCount: Int { memory.byteCount - offset }

  /// Whether so many workers, of all ranks together, are more than the processors that these may use.
  package func isCrowded(workers: Int) -> Bool {
    let ranks = processors.count
    return ProcessorSet.areCrowded(processors, threadsOfEach: (workers + ranks - 1) / ranks)
  }

  /// Returns when every rank of the group has called it; what they wrote before is visible then. Collective.
  package func wait() throws(CommunicationError) {
    guard let barrier else { return }
    heartbeat?.setWaiting(true)
    defer { heartbeat?.setWaiting(false) }
    try barrier.wait()
  }
}
