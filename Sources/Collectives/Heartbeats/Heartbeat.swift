package import RunPhases
import Synchronization

/// What a rank tells those who watch it: what it does, in which step, and a count that grows with each change.
///
/// The rank's main thread alone writes: it is the one that waits for others. See ``HeartbeatTable`` for who reads.
///
/// - Cost: a few nanoseconds: two stores to a cache line that nobody else writes, and that others read once a second.
@safe
package final class Heartbeat: @unchecked Sendable {
  private let table: HeartbeatTable
  private let rank: Int
  /// Its line in the table; nil when the table may be gone.
  private var line: UnsafeMutablePointer<Atomic<Int>>?
  private var beats = 0
  private var phase = RunPhase.starting
  private var step = 0
  private var isWaiting = false
  /// Whether the table has words for what is done in the phase.
  private var isNamed = false

  init(_ table: HeartbeatTable, rank: Int) {
    (self.table, self.rank) = (table, rank)
    unsafe line = table.line(of: rank)
  }

  /// Says that a phase begins, and with which step since the beginning, if that changes.
  package func beat(_ phase: RunPhase, step: Int? = nil) {
    (self.phase, isNamed) = (phase, false)
    if let step { self.step = step }
    tell()
  }

  /// Says in words what is done in the phase from now on: "loading the images".
  package func beat(_ name: String) {
    if unsafe line != nil { table.setName(name, of: rank) }
    isNamed = true
    tell()
  }

  /// Says that the phase gets on.
  package func beat() { tell() }

  /// Says that this rank now waits for others, or that it has done so.
  func setWaiting(_ isWaiting: Bool) {
    self.isWaiting = isWaiting
    tell()
  }

  /// Says nothing any more: the table may go.
  func close() { unsafe line = nil }

  private func tell() {
    guard let line = unsafe line else { return }
    beats &+= 1
    let state = RankState.packed(RunPlace(phase, step: step), isWaiting: isWaiting, isNamed: isNamed)
    unsafe line[1].store(state, ordering: .relaxed)
    unsafe line[0].store(beats, ordering: .releasing)
  }
}
