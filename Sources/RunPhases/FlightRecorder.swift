import Foundation
import Synchronization

/// Where the ranks of a host last were, in memory that outlives them: what a rank that is killed cannot say any more, and
/// what its peers, which are killed with it, have no time to say.
///
/// Whoever starts the ranks makes the recorder, and names it in their environment. It is a file without a name, so that nothing stays
/// of it, whoever ends how.
///
/// Each rank's main thread writes its own line of atomic words, and nobody else does.
@safe
package final class FlightRecorder: @unchecked Sendable {
  /// The variable with the path of the recorder.
  private static let variable = "LOCKSTEP_FLIGHT_RECORDER"
  /// More ranks than a host has; pages of memory that nobody writes to take no room.
  private static let mostRanks = 4096
  /// A line of memory for each rank: whether it was there, and where.
  private static let stride = 64
  private static let byteCount = mostRanks * stride

  private let descriptor: Int32
  private let start: UnsafeMutableRawPointer

  /// Nil where the system has no memory that processes can share by name.
  package init?() {
    var name = Array("/dev/shm/lockstep-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { return nil }
    _ = unsafe unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard ftruncate(descriptor, off_t(Self.byteCount)) == 0, let start = unsafe Self.map(descriptor) else {
      close(descriptor)
      return nil
    }
    unsafe self.start = start
    _ = unsafe setenv(Self.variable, "/proc/\(getpid())/fd/\(descriptor)", 1)
  }

  deinit {
    unsafe munmap(start, Self.byteCount)
    close(descriptor)
    _ = unsafe unsetenv(Self.variable)
  }

  /// Lets this process write to the recorder that its environment names, if there is one.
  package static func join(_ environment: [String: String], rank: Int) {
    guard let path = environment[variable], (0..<mostRanks).contains(rank) else { return }
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // On another host the path leads to anything, or nowhere.
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_size == off_t(byteCount), status.st_nlink == 0,
      let start = unsafe map(descriptor)
    else { return }
    unsafe word(0, of: rank, start).pointee.store(1, ordering: .relaxed)
    unsafe Whereabouts.record(in: word(1, of: rank, start))
  }

  /// Forgets all ranks.
  package func clear() {
    for rank in 0..<Self.mostRanks where hasRank(rank) {
      unsafe Self.word(0, of: rank, start).pointee.store(0, ordering: .relaxed)
    }
  }

  /// The ranks that were there, with where they last were, in words: "rank 0 was last in exchange of step 37"; nil without one.
  package var text: String? {
    let places = (0..<Self.mostRanks).filter { hasRank($0) }.map { rank in
      let place = RunPlace(packed: unsafe Self.word(1, of: rank, start).pointee.load(ordering: .relaxed))
      return "rank \(rank) was last in \(place)"
    }
    return places.isEmpty ? nil : places.joined(separator: ", ")
  }

  private func hasRank(_ rank: Int) -> Bool {
    unsafe Self.word(0, of: rank, start).pointee.load(ordering: .relaxed) != 0
  }

  private static func word(
    _ number: Int, of rank: Int, _ start: UnsafeMutableRawPointer
  ) -> UnsafeMutablePointer<Atomic<Int>> {
    unsafe (start + rank * stride + number * MemoryLayout<Int>.stride).assumingMemoryBound(to: Atomic<Int>.self)
  }

  private static func map(_ descriptor: Int32) -> UnsafeMutableRawPointer? {
    let start = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    return unsafe start == MAP_FAILED ? nil : start
  }
}
