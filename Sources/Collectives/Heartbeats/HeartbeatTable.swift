import Synchronization

/// The heartbeats of all ranks of a job, as one host has them: in memory that its ranks share, zero at first.
///
/// Each rank of the host writes its own line. Those of ranks elsewhere are written by whoever hears of them. All words are
/// atomic, and every rank may read all of them at any time.
///
/// - Memory: two cache lines, which are fetched in pairs, for what watchers tell each other, then for each rank, then for each
///   group of ranks.
@safe
final class HeartbeatTable: Sendable {
  /// Bytes from one line to the next.
  private static let stride = 128
  /// Of a line of a rank, the first word behind the numbers; the rest is the name of its phase.
  private static let nameStart = 4
  /// Bytes of the longest name of a phase.
  static let nameLength = stride - nameStart * MemoryLayout<Int>.stride

  let rankCount: Int
  private let memory: SharedMemory

  /// Room for as many groups as ranks: how many there are is known later.
  static func byteCount(ranks: Int) -> Int { (1 + 2 * ranks) * stride }

  init(_ memory: SharedMemory, ranks: Int) {
    precondition(memory.byteCount >= Self.byteCount(ranks: ranks), "the memory is too small for the heartbeats")
    (self.memory, rankCount) = (memory, ranks)
  }

  /// Grows with every heartbeat of any rank: where it stands still, so does the job.
  var progress: Int {
    var sum = 0
    for rank in 0..<rankCount { sum &+= beats(of: rank) }
    return sum
  }

  func beats(of rank: Int) -> Int { load(rank, 0) }

  func state(of rank: Int) -> RankState { RankState(packed: load(rank, 1), name: name(of: rank)) }

  /// What the watchers of its host say of its process.
  func process(of rank: Int) -> ProcessState { ProcessState(rawValue: load(rank, 2)) ?? .unknown }

  /// Takes in what a rank's host says of it, unless something later is there already.
  func receive(_ heard: HeartbeatPacket.Entry) {
    guard (0..<rankCount).contains(heard.rank), heard.beats >= beats(of: heard.rank) else { return }
    setName(heard.state.name, of: heard.rank)
    store(heard.state.packed, heard.rank, 1)
    store(heard.process.rawValue, heard.rank, 2)
    store(heard.beats, heard.rank, 0)
  }

  /// Counts a packet that a group has sent.
  func countPacket(of group: Int) { _ = unsafe word(1 + rankCount + group, 0).pointee.add(1, ordering: .relaxed) }

  /// How many packets a group has sent.
  func packets(of group: Int) -> Int { load(rankCount + group, 0) }

  /// What the watchers of the host have said last, as a number; 0 for nothing.
  ///
  /// The first word of shared memory stays free: in it ranks say that they have left (`HostBarrier.abandon`).
  var announced: Int { unsafe word(0, 3).pointee.load(ordering: .acquiring) }

  /// Replaces what was said last; false where another watcher was faster.
  func announce(_ next: Int, after last: Int) -> Bool {
    unsafe word(0, 3).pointee.compareExchange(expected: last, desired: next, ordering: .acquiringAndReleasing).exchanged
  }

  /// The seconds of the standstill that was announced.
  var standstill: Int { unsafe word(0, 2).pointee.load(ordering: .acquiring) }

  /// - Parameter isNew: it is the first word about it; else the most counts, for a watcher that was stopped has counted fewer.
  func setStandstill(_ seconds: Int, isNew: Bool) {
    if isNew { return unsafe word(0, 2).pointee.store(seconds, ordering: .releasing) }
    _ = unsafe word(0, 2).pointee.max(seconds, ordering: .acquiringAndReleasing)
  }

  /// Whether a watcher has said that the job ends.
  var isEnding: Bool { unsafe word(0, 1).pointee.load(ordering: .acquiring) != 0 }

  func setEnding() { unsafe word(0, 1).pointee.store(1, ordering: .releasing) }

  /// A rank's own line: beats, state.
  func line(of rank: Int) -> UnsafeMutablePointer<Atomic<Int>> { unsafe word(1 + rank, 0) }

  func setName(_ name: String, of rank: Int) {
    let bytes = Array(name.utf8.prefix(Self.nameLength))
    for index in 0..<Self.nameLength / MemoryLayout<Int>.stride {
      let part = bytes.dropFirst(index * MemoryLayout<Int>.stride).prefix(MemoryLayout<Int>.stride)
      store(part.reversed().reduce(0) { $0 << 8 | Int($1) }, rank, Self.nameStart + index)
    }
  }

  private func name(of rank: Int) -> String {
    let bytes = (0..<Self.nameLength).map { index -> UInt8 in
      let (place, shift) = index.quotientAndRemainder(dividingBy: MemoryLayout<Int>.stride)
      return UInt8(truncatingIfNeeded: load(rank, Self.nameStart + place) >> (8 * shift))
    }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private func load(_ rank: Int, _ index: Int) -> Int {
    unsafe word(1 + rank, index).pointee.load(ordering: .acquiring)
  }

  private func store(_ value: Int, _ rank: Int, _ index: Int) {
    unsafe word(1 + rank, index).pointee.store(value, ordering: .releasing)
  }

  private func word(_ line: Int, _ index: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    unsafe (memory.start + line * Self.stride).assumingMemoryBound(to: Atomic<Int>.self) + index
  }
}
