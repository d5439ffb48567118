import CVectorMath

/// Floats on the heap, 64-byte aligned, zero at first, freed with the last reference; or a part of memory that somebody
/// else owns.
///
/// The one holder of numeric storage. Kernels work on its views. Where threads share a buffer, each writes a part of its own,
/// and reads what others wrote only after a barrier (`WorkerTeam`, `HostBarrier`) or from a queue (`WorkQueue`).
@safe
public final class FloatBuffer: @unchecked Sendable {
  @usableFromInline let start: UnsafeMutablePointer<Float>
  /// The number of floats.
  public let count: Int
  /// Who owns the memory; nil if it is this buffer.
  private let owner: AnyObject?

  /// - Precondition: `count` is not negative.
  public init(count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) floats")
    // A line more than needed: a kernel may read, never write, up to 15 floats past a partial vector.
    let bytes = (count + Lanes.width) * MemoryLayout<Float>.stride
    let raw = unsafe Self.allocate(byteCount: bytes)
    unsafe start = raw.bindMemory(to: Float.self, capacity: count + Lanes.width)
    unsafe start.initialize(repeating: 0, count: count + Lanes.width)
    self.count = count
    owner = nil
  }

  /// Memory that begins with a cache line; a large piece lies in large pages where the system has them.
  ///
  /// - Measured (`best`, two cores of a Zen 4): 2,940 images per second, 2,828 in pages of 4 KiB (medians of four pairs).
  private static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let page = 2 << 20
    guard byteCount >= page else { return UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64) }
    let whole = (byteCount + page - 1) / page * page
    let start = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: page)
    unsafe lockstep_advise_large_pages(start, whole)
    return unsafe start
  }

  /// A part of the memory of `owner`, which is kept alive.
  ///
  /// - Precondition: at `start` are ``byteCount(floats:)`` bytes, 64-byte aligned. The caller sees to it that nobody else writes
  ///   them at the same time.
  @unsafe
  public init(start: UnsafeMutableRawPointer, count: Int, owner: AnyObject) {
    precondition(UInt(bitPattern: start) % 64 == 0, "the memory does not begin with a cache line")
    unsafe self.start = start.bindMemory(to: Float.self, capacity: count + Lanes.width)
    self.count = count
    self.owner = owner
  }

  /// The bytes of a buffer in memory, its reserve included, in whole cache lines.
  public static func byteCount(floats: Int) -> Int {
    (roundedUpToLanes(floats) + Lanes.width) * MemoryLayout<Float>.stride
  }

  deinit { if owner == nil { unsafe UnsafeMutableRawPointer(start).deallocate() } }

  /// All floats.
  @inlinable public var view: FloatView { unsafe FloatView(start: start, count: count) }

  /// The floats from `offset` on, `count` of them.
  @inlinable public func view(at offset: Int, count: Int) -> FloatView { view.slice(at: offset, count: count) }

  /// Read and write access to one float.
  @inlinable
  public subscript(index: Int) -> Float {
    get { view[index] }
    set { view[index] = newValue }
  }
}

/// A stretch of a ``FloatBuffer``, bounds-checked where it is cut, not owned.
///
/// Valid while the buffer lives: views are made from buffers that a plan or workspace holds. Which thread may write when is the
/// rule of the buffer.
@safe
public struct FloatView: @unchecked Sendable {
  public let start: UnsafeMutablePointer<Float>
  public let count: Int

  @unsafe @inlinable
  public init(start: UnsafeMutablePointer<Float>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// The floats from `offset` on, `count` of them.
  @inlinable
  public func slice(at offset: Int, count: Int) -> FloatView {
    precondition(offset >= 0 && count >= 0 && offset <= self.count - count, "slice outside of the view")
    return unsafe FloatView(start: start + offset, count: count)
  }

  @inlinable
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index outside of the view")
      return unsafe start[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "index outside of the view")
      unsafe start[index] = newValue
    }
  }

  /// Sets every float to `value`.
  public func fill(_ value: Float) { unsafe start.update(repeating: value, count: count) }

  /// Copies all of `other`, which has as many floats.
  public func copy(from other: FloatView) {
    precondition(other.count == count, "\(other.count) floats do not fit \(count)")
    unsafe start.update(from: other.start, count: count)
  }

  /// The floats as an array.
  public var array: [Float] { unsafe Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Calls `body` with the floats to read.
  @inlinable
  public func withSpan<Result, Failure: Error>(
    _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe Span(_unsafeStart: UnsafePointer(start), count: count))
  }

  /// Calls `body` with the floats to change.
  @inlinable
  public func withMutableSpan<Result, Failure: Error>(
    _ body: (inout MutableSpan<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var span = unsafe MutableSpan(_unsafeStart: start, count: count)
    return try body(&span)
  }
}
