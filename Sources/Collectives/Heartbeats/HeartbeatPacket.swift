import Foundation

/// What the ranks of a host send to the other hosts: heartbeats of some of them.
///
/// As JSON: it is a few hundred bytes a second, and what strangers send to the port is refused by a parser that many have tried
/// to break.
struct HeartbeatPacket: Codable, Equatable {
  /// What is known of one rank.
  struct Entry: Codable, Equatable {
    let rank: Int
    let beats: Int
    let state: RankState
    let process: ProcessState
  }

  /// The job's: packets without it are from strangers, or from a job that used the port before.
  let token: String
  /// The sender's group, and which of its posts sent it.
  let group: Int
  let post: Int
  let entries: [Entry]

  /// So many fit into a packet that networks need not cut: 1,500 bytes.
  static let mostEntries = 8

  var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }

  init(token: String, group: Int, post: Int, entries: [Entry]) {
    (self.token, self.group, self.post, self.entries) = (token, group, post, entries)
  }

  /// Nil for what is no packet of the job.
  init?(_ bytes: [UInt8], token: String) {
    guard let packet = try? JSONDecoder().decode(Self.self, from: Data(bytes)), packet.token == token else {
      return nil
    }
    self = packet
  }
}
