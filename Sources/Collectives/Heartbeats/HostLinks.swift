/// Heartbeats travel between hosts as datagrams, every second: MPI may be called by the main thread alone, and that is the one
/// that hangs.
///
/// The first and the last rank of each group are its posts. Each sends the heartbeats of its group to its counterpart in every
/// other group, so a host is heard also when one of the two is stopped. No post needs an answer, and none is special. Where
/// groups are many, only some are sent to at a look.
///
/// One thread owns it, that of the watcher.
final class HostLinks {
  /// More than the system keeps for a socket.
  private static let mostPackets = 10_000

  private let socket: DatagramSocket
  private let roster: Roster
  /// The posts that this rank is: 0 for the first, 1 for the last.
  private let posts: [Int]
  /// Where the counterparts were heard from; until then, and when they fall silent, all their addresses are tried.
  private var heard: [Counterpart: Endpoint] = [:]
  private var looks = 0

  private struct Counterpart: Hashable {
    let group: Int
    let post: Int
  }

  /// Nil where this rank is no post.
  init?(_ socket: DatagramSocket, _ roster: Roster) {
    (self.socket, self.roster) = (socket, roster)
    posts = roster.posts(of: roster.group).enumerated().filter { $1 == roster.rank }.map(\.offset)
    if posts.isEmpty { return nil }
  }

  /// Takes in what has come; of a flood, which is not the job's, only a part.
  func receive(into table: HeartbeatTable) {
    for _ in 0..<Self.mostPackets {
      guard let (bytes, sender) = socket.receive() else { return }
      guard let packet = HeartbeatPacket(bytes, token: roster.token), roster.groups.indices.contains(packet.group),
        packet.group != roster.group
      else { continue }
      heard[Counterpart(group: packet.group, post: packet.post)] = sender
      let known = roster.groups[packet.group]
      for entry in packet.entries where known.contains(entry.rank) { table.receive(entry) }
      table.countPacket(of: packet.group)
    }
  }

  /// Sends the heartbeats of this group.
  ///
  /// - Parameters:
  ///   - processes: whether to say what the system says of them.
  ///   - silent: the groups that have not been heard lately.
  func send(_ table: HeartbeatTable, processes: Bool, silent: (Int) -> Bool) {
    looks += 1
    let ranks = roster.groups[roster.group]
    let entries = ranks.map {
      HeartbeatPacket.Entry(
        rank: $0, beats: table.beats(of: $0), state: table.state(of: $0),
        process: processes ? roster.process(of: $0) : .unknown)
    }
    for post in posts {
      for start in stride(from: 0, to: entries.count, by: HeartbeatPacket.mostEntries) {
        let packet = HeartbeatPacket(
          token: roster.token, group: roster.group, post: post,
          entries: Array(entries[start..<min(start + HeartbeatPacket.mostEntries, entries.count)]))
        let bytes = packet.bytes
        for group in roster.groups.indices where isSentTo(group, from: post) {
          for endpoint in endpoints(of: Counterpart(group: group, post: post), isSilent: silent(group)) {
            socket.send(bytes, to: endpoint)
          }
        }
      }
    }
  }

  private func isSentTo(_ group: Int, from post: Int) -> Bool {
    guard group != roster.group, roster.isTurn(of: group, look: looks) else { return false }
    // Between two ranks alone one packet says all.
    return post == 0 || posts.count == 1 || Set(roster.posts(of: group)).count > 1
  }

  private func endpoints(of counterpart: Counterpart, isSilent: Bool) -> [Endpoint] {
    if let endpoint = heard[counterpart], !isSilent { return [endpoint] }
    return roster.cards[roster.posts(of: counterpart.group)[counterpart.post]].endpoints
  }
}
