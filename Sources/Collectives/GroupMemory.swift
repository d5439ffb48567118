/// The memory of a ``NodeGroup`` and how its ranks wait for each other.
@safe
package final class GroupMemory: Sendable {
  private let memory: SharedMemory
  private let offset: Int
  private let barrier: NodeBarrier?

  init(_ memory: SharedMemory, start offset: Int, barrier: NodeBarrier?) {
    self.memory = memory
    self.offset = offset
    self.barrier = barrier
  }

  /// Zeroed at first, aligned to 128 bytes.
  package var start: UnsafeMutableRawPointer { unsafe memory.start + offset }
  package var byteCount: Int { memory.byteCount - offset }

  /// Returns when every rank of the group has called it; what they wrote before is visible then. Collective.
  package func wait() throws(CommunicationError) { try barrier?.wait() }
}
