import Foundation
import Synchronization

/// Where the ranks of a host are, in memory that outlives each of them: what a rank that is killed cannot say any more.
///
/// Whoever starts the ranks may make it, and names it in their environment; else the ranks make it in their launcher's folder. Nothing
/// of it stays when the job ends, whoever ends how.
///
/// Each rank has a line of atomic words, which it alone writes.
@safe
package final class FlightRecorder: @unchecked Sendable {
  /// More ranks than a host has; pages that nobody writes to take no memory.
  static let mostRanks = 4096
  private static let stride = 64
  /// A line for each rank, behind one for all: who has the last word, and whether there is a ``hasLoss``.
  static let byteCount = (mostRanks + 1) * stride
  /// The variable with the path of a recorder.
  private static let variable = "LOCKSTEP_FLIGHT_RECORDER"

  /// What is told of a rank.
  enum Word: Int {
    /// A ``State``.
    case state
    /// A packed ``RunPlace``.
    case place
    case process
    /// In which numbers of processes mean the same.
    case processNamespace
  }

  /// Whether a rank is to be missed.
  enum State: Int {
    case absent, present
    /// It has ended as it should, or has said why not.
    case left, explained
  }

  private let descriptor: Int32?
  private let start: UnsafeMutableRawPointer

  /// A recorder for the processes that this one starts from now on; nil where the system has no memory to share.
  package init?() {
    var name = Array("/dev/shm/lockstep-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { return nil }
    _ = unsafe unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard let start = unsafe Self.map(descriptor) else {
      close(descriptor)
      return nil
    }
    (self.descriptor, unsafe self.start) = (descriptor, unsafe start)
    _ = unsafe setenv(Self.variable, "/proc/\(getpid())/fd/\(descriptor)", 1)
  }

  /// The recorder of this rank's job; nil where there is none.
  private init?(_ environment: [String: String]) {
    var path = environment[Self.variable]
    // On another host the path of a process leads nowhere, or to anything.
    if path == nil || !Self.isRecorder(path) {
      guard let folder = environment["PMIX_SERVER_TMPDIR"], let job = environment["PMIX_NAMESPACE"], !job.contains("/")
      else { return nil }
      path = "\(folder)/lockstep-flight-\(job)"
    }
    let descriptor = path.map { unsafe open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) } ?? -1
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let start = unsafe Self.map(descriptor) else { return nil }
    (self.descriptor, unsafe self.start) = (nil, unsafe start)
  }

  /// Lets this process write to its job's recorder, if there is one, until it ends.
  package static func join(_ environment: [String: String], rank: Int) -> FlightRecorder? {
    guard (0..<mostRanks).contains(rank), let recorder = FlightRecorder(environment) else { return nil }
    recorder[.process, rank] = Int(getpid())
    recorder[.processNamespace, rank] = ownNamespace
    unsafe Whereabouts.record(in: recorder.word(.place, rank), state: recorder.word(.state, rank))
    // The words outlive the object: they are written until the very end.
    _ = unsafe Unmanaged.passRetained(recorder)
    return recorder
  }

  deinit {
    unsafe munmap(start, Self.byteCount)
    guard let descriptor else { return }
    close(descriptor)
    _ = unsafe unsetenv(Self.variable)
  }

  subscript(_ name: Word, _ rank: Int) -> Int {
    get { unsafe word(name, rank).pointee.load(ordering: .relaxed) }
    set { unsafe word(name, rank).pointee.store(newValue, ordering: .relaxed) }
  }

  func state(of rank: Int) -> State { State(rawValue: self[.state, rank]) ?? .absent }

  /// True for the first of all processes that asks: it has the last word of the job.
  package func isFirstToSpeak() -> Bool {
    let word = unsafe word(.state, -1)
    return unsafe word.pointee.compareExchange(expected: 0, desired: 1, ordering: .relaxed).exchanged
  }

  /// Whether a rank has found that another one has ended: then all look.
  var hasLoss: Bool {
    get { self[.place, -1] != 0 }
    set { self[.place, -1] = newValue ? 1 : 0 }
  }

  /// Lets another job have a last word.
  func forgetSpeaker() { self[.state, -1] = 0 }

  private func word(_ name: Word, _ rank: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    let offset = (rank + 1) * Self.stride + name.rawValue * MemoryLayout<Int>.stride
    return unsafe (start + offset).assumingMemoryBound(to: Atomic<Int>.self)
  }

  private static func isRecorder(_ path: String?) -> Bool {
    var status = stat()
    return path.map { unsafe stat($0, &status) } == 0 && status.st_size == off_t(byteCount)
  }

  private static func map(_ descriptor: Int32) -> UnsafeMutableRawPointer? {
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else { return nil }
    let start = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    return unsafe start == MAP_FAILED ? nil : start
  }

  static let ownNamespace: Int = {
    var status = stat()
    return unsafe stat("/proc/self/ns/pid", &status) == 0 ? Int(status.st_ino) : 0
  }()
}
