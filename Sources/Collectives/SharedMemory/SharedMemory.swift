/// Memory that several ranks read and write; zero at first.
///
/// Each rank writes its own part. What one rank wrote another may read, or write over, after a ``HostBarrier`` between them.
@safe
package final class SharedMemory: @unchecked Sendable {
  package let start: UnsafeMutableRawPointer
  package let byteCount: Int
  /// What frees the memory when the last reference goes; nil where its provider does.
  private let release: (@Sendable () -> Void)?

  /// Memory of a provider that outlives this object.
  @unsafe
  package init(start: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.start = start
    self.byteCount = byteCount
    release = nil
  }

  /// Memory of this process, shared by its threads.
  package init(byteCount: Int) {
    let start = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 128)
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    unsafe self.start = start
    self.byteCount = byteCount
    let address = UInt(bitPattern: start)
    release = { unsafe UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
  }

  deinit { release?() }
}
