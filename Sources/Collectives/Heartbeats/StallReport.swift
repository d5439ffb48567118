/// Who stands still and who is to blame, of the ranks of a job that does not get on: the judgement of a watcher, in words.
///
/// A rank that waits for others is late only if its process is stopped or gone. Hosts that have fallen silent are late, too.
package struct StallReport: CustomStringConvertible {
  /// What is known of a rank.
  package struct Rank: Sendable {
    let number: Int
    let state: RankState
    let process: ProcessState
    /// Where it runs: "pid 4242", with the host where there are several.
    let place: String?

    package init(_ number: Int, _ state: RankState, process: ProcessState = .unknown, place: String? = nil) {
      (self.number, self.state, self.process, self.place) = (number, state, process, place)
    }

    fileprivate var isLate: Bool { !state.isWaiting || [.stopped, .traced, .ended].contains(process) }
    fileprivate var fault: Fault { Fault(process: process, activity: state.activity) }
  }

  /// Ranks of which nothing has been heard for a while.
  package struct SilentHost: Sendable {
    let name: String
    let ranks: [Int]
    let seconds: Double

    package init(name: String, ranks: [Int], seconds: Double) {
      (self.name, self.ranks, self.seconds) = (name, ranks, seconds)
    }
  }

  /// How long no rank has got on.
  private let seconds: Double
  private let ranks: [Rank]
  private let silentHosts: [SilentHost]
  private let unknownRanks: [Int]

  /// - Parameter unknownRanks: those of which nothing is known, since no word has ever come from their hosts.
  package init(seconds: Double, ranks: [Rank], silentHosts: [SilentHost] = [], unknownRanks: [Int] = []) {
    (self.seconds, self.ranks, self.silentHosts, self.unknownRanks) = (seconds, ranks, silentHosts, unknownRanks)
  }

  package var description: String {
    let silence = silentHosts.map {
      "nothing has been heard of host \($0.name) (\(RankList($0.ranks))) for \(Self.text($0.seconds))"
    }
    return ([standstill] + faults + silence + remarks).joined(separator: "; ")
  }

  /// "60 s".
  static func text(_ seconds: Double) -> String { "\(Int(seconds)) s" }

  /// Who waits where, and for how long.
  private var standstill: String {
    let waits = Self.groups(ranks.filter { !$0.isLate }, by: \.state.place).map { place, ranks in
      "\(RankList(ranks.map(\.number))) \(ranks.count == 1 ? "waits" : "wait") \(place)"
    }
    let who = ranks.count == 1 ? "the process has" : "the ranks have"
    return (waits.isEmpty ? "\(who) not got on" : waits.joined(separator: ", ")) + " for \(Self.text(seconds))"
  }

  /// What is to be said of each rank that is late.
  private var faults: [String] {
    Self.groups(ranks.filter(\.isLate), by: \.fault).map { fault, ranks in
      let place = ranks.count == 1 ? ranks[0].place.map { " (\($0))" } : nil
      return "\(RankList(ranks.map(\.number)))\(place ?? "") \(fault.text(ofSeveral: ranks.count > 1))"
    }
  }

  private var remarks: [String] {
    if !unknownRanks.isEmpty {
      return ["no word has come from where \(RankList(unknownRanks)) \(unknownRanks.count == 1 ? "runs" : "run")"]
    }
    let isSomebodyLate = ranks.contains(where: \.isLate) || !silentHosts.isEmpty
    return isSomebodyLate ? [] : ["none works: a message is lost, or the MPI library hangs"]
  }

  /// Ranks of which the same is to be said, in the order of their first one.
  private static func groups<Key: Hashable>(_ ranks: [Rank], by key: (Rank) -> Key) -> [(key: Key, ranks: [Rank])] {
    var keys: [Key] = []
    for rank in ranks where !keys.contains(key(rank)) { keys.append(key(rank)) }
    return keys.map { wanted in (wanted, ranks.filter { key($0) == wanted }) }
  }
}

/// What is to be said of a rank that is late.
private struct Fault: Hashable {
  let process: ProcessState
  /// What it was last seen doing.
  let activity: String

  func text(ofSeveral: Bool) -> String {
    func verb(_ one: String, _ several: String) -> String { ofSeveral ? several : one }
    let seen = verb("was", "were") + " last seen \(activity)"
    return switch process {
    case .unknown: seen
    case .computing: seen + ", and " + verb("computes", "compute") + " (state R)"
    case .asleep: seen + ", and " + verb("sleeps", "sleep") + " (state S)"
    case .fileSystem: seen + ", and " + verb("waits", "wait") + " for a disk or a network file system (state D)"
    case .stopped: verb("is", "are") + " stopped (state T), last seen \(activity)"
    case .traced: verb("is", "are") + " held by a debugger (state t), last seen \(activity)"
    case .ended: verb("has", "have") + " ended, last seen \(activity)"
    }
  }
}
