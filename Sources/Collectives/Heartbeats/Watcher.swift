import Foundation
import Synchronization

/// Looks once a second at what the ranks last said, and speaks when none of them gets on.
///
/// Every rank has one, so that whoever is not stopped speaks. Those of a host agree through their shared memory who does,
/// and between hosts that is the first one that has not fallen silent. The main thread, which may hang, has no part in it.
///
/// - Cost: one look takes a microsecond or two, and allocates nothing as long as the job is on one host and gets on.
package final class Watcher: Sendable {
  /// What a watcher does to the world.
  package struct Voice: Sendable {
    let say: @Sendable (String) -> Void
    let end: @Sendable () -> Void

    /// - Parameters:
    ///   - say: writes a message for the user.
    ///   - end: ends this process, and returns only in tests.
    package init(say: @escaping @Sendable (String) -> Void, end: @escaping @Sendable () -> Void) {
      (self.say, self.end) = (say, end)
    }
  }

  /// By which tools show the thread, and others know that it does not count.
  static let threadName = "watcher"
  /// From one packet of a host to the next.
  private var packetInterval: Double { interval * Double(roster.turns) }
  /// After so many seconds without a packet a host counts as silent.
  private var silence: Double { 5 * packetInterval }
  /// Who speaks at the end gets so many seconds before the others end too: the launcher kills all when one has ended.
  private var grace: Double { 3 * interval }

  private let roster: Roster
  private let times: StallTimes
  private let interval: Double
  private let voice: Voice
  /// Nil when it may be gone, and the watcher has to end.
  private let table: Mutex<HeartbeatTable?>

  init(_ table: HeartbeatTable, _ roster: Roster, _ times: StallTimes, interval: Double, _ voice: Voice) {
    (self.roster, self.times, self.interval, self.voice) = (roster, times, interval, voice)
    self.table = Mutex(table)
  }

  /// - Parameter socket: for the heartbeats of other hosts, where this rank is one that exchanges them.
  func start(_ socket: DatagramSocket?) throws(ThreadStartError) {
    try DetachedThread.start { [self] in
      Thread.current.name = Self.threadName
      var looks = Looks(
        interval, packets: packetInterval, groups: roster.groups.count, links: socket.flatMap { HostLinks($0, roster) })
      while look(&looks) { Thread.sleep(forTimeInterval: interval) }
    }
  }

  /// Looks no more. The thread ends by itself, and nobody waits for it.
  func stop() { table.withLock { $0 = nil } }

  /// What a watcher knows from look to look.
  private struct Looks {
    let links: HostLinks?
    /// Of the whole job.
    var job: StallClock
    /// Of the packets that each group sends.
    var groups: [StallClock]
    private let clock = SuspendingClock()
    private let start: SuspendingClock.Instant

    private let packetInterval: Double

    init(_ interval: Double, packets packetInterval: Double, groups count: Int, links: HostLinks?) {
      (self.packetInterval, self.links) = (packetInterval, links)
      job = StallClock(interval: interval)
      groups = Array(repeating: StallClock(interval: interval), count: count)
      start = clock.now
    }

    mutating func look(_ table: HeartbeatTable) {
      let time = start.duration(to: clock.now) / .seconds(1)
      links?.receive(into: table)
      job.look(table.progress, at: time)
      for group in groups.indices { groups[group].look(table.packets(of: group), at: time) }
      // Reading what the system says of a process costs more than the rest.
      links?.send(table, processes: job.seconds > 0) { [groups] in groups[$0].seconds >= 2 * packetInterval }
    }
  }

  /// What there is to do after a look.
  private enum Verdict {
    case nothing
    case say(String)
    /// With what is to be said before.
    case end(String?)
    case stop
  }

  /// - Returns: whether to go on.
  private func look(_ looks: inout Looks) -> Bool {
    let verdict = table.withLock { table -> Verdict in
      guard let table else { return .stop }
      looks.look(table)
      return judge(table, looks)
    }
    switch verdict {
    case .nothing: return true
    case .say(let text):
      voice.say(text)
      return true
    case .end(let text):
      if let text { sayInTime(text) }
      table.withLock { $0?.setEnding() }
      voice.end()
      return false
    case .stop: return false
    }
  }

  /// Says something, but goes on where nobody reads it any more: a log that is not read may be why the ranks hang.
  private func sayInTime(_ text: String) {
    let isSaid = EventCounter()
    try? DetachedThread.start { [voice] in
      voice.say(text)
      isSaid.increment()
    }
    for _ in 0..<20 where !isSaid.hasReached(1) { Thread.sleep(forTimeInterval: 0.05) }
  }

  private func judge(_ table: HeartbeatTable, _ looks: Looks) -> Verdict {
    if table.isEnding { return .end(nil) }
    let (seconds, last) = (looks.job.seconds, Announcement(packed: table.announced))
    let next = Announcement(
      progress: table.progress, count: times.isOver(after: seconds) ? Announcement.end : times.warnings(after: seconds))
    if last.count > 0, last.progress != next.progress {
      // Read before others may change it.
      let standstill = table.standstill
      guard table.announce(0, after: last.packed) else { return .nothing }
      return .say("the ranks go on after \(StallReport.text(Double(standstill)))")
    }
    if last.count > 0 { table.setStandstill(Int(seconds), isNew: false) }
    guard next.count > last.count else {
      return times.isOver(after: seconds - grace) ? .end(nil) : .nothing
    }
    guard speaks(table, looks) else { return times.isOver(after: seconds - grace) ? .end(nil) : .nothing }
    guard table.announce(next.packed, after: last.packed) else { return .nothing }
    if last.count == 0 { table.setStandstill(Int(seconds), isNew: true) }
    let report = report(table, looks)
    return next.count == Announcement.end
      ? .end("\(report); the job ends after \(StallReport.text(times.shutdown)) without progress") : .say("\(report)")
  }

  /// Whether this group speaks for the job: all before it are silent.
  private func speaks(_ table: HeartbeatTable, _ looks: Looks) -> Bool {
    (0..<roster.group).allSatisfy { table.packets(of: $0) == 0 || looks.groups[$0].seconds >= silence }
  }

  private func report(_ table: HeartbeatTable, _ looks: Looks) -> StallReport {
    var known: [Int] = []
    var silent: [StallReport.SilentHost] = []
    var unknown: [Int] = []
    for (group, ranks) in roster.groups.enumerated() {
      let host = roster.cards[ranks[0]].host
      // Of a rank on this host the system says enough, though it may be silent.
      let isHere = host == roster.cards[roster.rank].host
      if !isHere, table.packets(of: group) == 0 {
        unknown += ranks
      } else if !isHere, looks.groups[group].seconds >= 2 * packetInterval {
        // Sooner than others speak in its place: who is asked after two seconds must not call it a rank that waits.
        silent.append(.init(name: host, ranks: ranks, seconds: looks.groups[group].seconds))
      } else {
        known += ranks
      }
    }
    let ranks = known.sorted().map { rank in
      let isHere = roster.cards[rank].host == roster.cards[roster.rank].host
      return StallReport.Rank(
        rank, table.state(of: rank), process: isHere ? roster.process(of: rank) : table.process(of: rank),
        place: roster.place(of: rank))
    }
    return StallReport(seconds: looks.job.seconds, ranks: ranks, silentHosts: silent, unknownRanks: unknown.sorted())
  }
}

/// What the watchers of a host have said last: how often, of the standstill at which progress. As one number it is
/// exchanged at once, so that one of them speaks.
private struct Announcement {
  /// The count of the last word.
  static let end = 255

  let progress: Int
  let count: Int

  init(progress: Int, count: Int) { (self.progress, self.count) = ((progress << 8) >> 8, min(count, Self.end)) }

  init(packed: Int) { (progress, count) = (packed >> 8, packed & 255) }

  var packed: Int { count == 0 ? 0 : progress << 8 | count }
}
