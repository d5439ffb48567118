import Foundation

/// What a rank tells all others of itself at the start, for whoever watches it.
struct RankCard: Codable, Sendable {
  let host: String
  /// Its process; nil where the system does not say.
  let process: ProcessIdentity?
  /// The lowest rank that shares heartbeats with it.
  let leader: Int
  /// Where it takes in the heartbeats of other hosts; empty where it does not.
  let endpoints: [Endpoint]
  /// What it would have the packets of the job marked with; that of the first card counts.
  let token: String
}

/// Which ranks there are, and which of them share heartbeats: a group. Usually that is a host.
struct Roster: Sendable {
  /// This rank.
  let rank: Int
  let cards: [RankCard]
  /// The ranks of each group, in order.
  let groups: [[Int]]
  /// The number of this rank's group.
  let group: Int

  init(rank: Int, cards: [RankCard]) {
    (self.rank, self.cards) = (rank, cards)
    let ranks = Dictionary(grouping: cards.indices) { cards[$0].leader }.sorted { $0.key < $1.key }
    groups = ranks.map(\.value)
    group = ranks.firstIndex { $0.key == cards[rank].leader } ?? 0
  }

  var token: String { cards[0].token }

  /// To so many groups a post sends at a look, at most: to read a packet takes some 20 µs.
  private static let mostGroups = 64
  /// After how many looks each group has been sent to.
  var turns: Int { (groups.count + Self.mostGroups - 1) / Self.mostGroups }

  /// Whether a group is sent to at a look: not by all others at the same one.
  func isTurn(of group: Int, look: Int) -> Bool { (group + self.group + look) % turns == 0 }

  /// The ranks that speak for a group: two, so that it is heard if one of them is stopped.
  func posts(of group: Int) -> [Int] {
    let ranks = groups[group]
    return [ranks[0], ranks[ranks.count - 1]]
  }

  /// Where a rank runs, in words; with its host where there are several.
  func place(of rank: Int) -> String? {
    let card = cards[rank]
    let process = card.process.map { "pid \($0.number)" }
    guard cards.contains(where: { $0.host != card.host }) else { return process }
    return (process.map { $0 + " " } ?? "") + "on \(card.host)"
  }

  /// What the system says of a rank's process, if it runs on this host.
  func process(of rank: Int) -> ProcessState {
    guard cards[rank].host == cards[self.rank].host, let process = cards[rank].process else { return .unknown }
    return process.state(seenFrom: cards[self.rank].process, ignoring: Watcher.threadName)
  }
}
