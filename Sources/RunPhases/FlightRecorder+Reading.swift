import Foundation

// What is read of others.

extension FlightRecorder {
  /// Forgets all ranks.
  package func clear() {
    for rank in 0..<Self.mostRanks where state(of: rank) != .absent { self[.state, rank] = State.absent.rawValue }
    forgetSpeaker()
    hasLoss = false
  }

  /// Where the ranks last were that did not end as they should, in words; nil without one.
  package var text: String? {
    let ranks = (0..<Self.mostRanks).filter { state(of: $0) == .present }
    return ranks.isEmpty ? nil : ranks.map { "rank \($0) was last in \(place(of: $0))" }.joined(separator: ", ")
  }

  /// The ranks of this host that are there, with the numbers of their processes, where these can be looked up.
  package var processes: [Int: Int] {
    let ranks = (0..<Self.mostRanks).filter {
      state(of: $0) == .present && self[.processNamespace, $0] == Self.ownNamespace
    }
    return Dictionary(uniqueKeysWithValues: ranks.map { ($0, self[.process, $0]) })
  }

  /// Whether a rank of this host is there that is to be missed.
  package var hasRanks: Bool { (0..<Self.mostRanks).contains { state(of: $0) == .present } }

  /// Whether there were ranks on this host, and none of their processes is left.
  package var isDeserted: Bool {
    let ranks = (0..<Self.mostRanks).filter { state(of: $0) != .absent }
    return !ranks.isEmpty && ranks.allSatisfy(isGone)
  }

  /// A rank of this host that has ended without a word.
  package struct Loss: Sendable {
    /// What is to be said; nil where the rank has spoken itself, or another does.
    package let text: String?
  }

  /// Those ranks of this host that rank `own` looks after: the eight that follow it. Whoever ends is found by those in front of
  /// it, of which one at least is not stopped itself; and who finds a loss lets all others look.
  package func neighbours(of own: Int) -> [Int] {
    let ranks = (0..<Self.mostRanks).filter { $0 != own && [.present, .explained].contains(state(of: $0)) }
    return Array((ranks.filter { $0 > own } + ranks.filter { $0 < own }).prefix(Self.mostNeighbours))
  }

  /// The most that a rank looks after: to ask the system for all processes of a host takes each of its ranks the longer the
  /// more they are.
  package static let mostNeighbours = 8

  /// The loss of other ranks than `own`, if one of its neighbours has ended, or another rank has found a loss.
  package func loss(besides own: Int, among neighbours: [Int]) -> Loss? {
    guard hasLoss || neighbours.contains(where: hasEnded) else { return nil }
    hasLoss = true
    return loss(besides: own)
  }

  /// The loss of other ranks than `own`; nil as long as there is none.
  private func loss(besides own: Int) -> Loss? {
    let lost = (0..<Self.mostRanks).filter { $0 != own && hasEnded($0) }
    guard !lost.isEmpty else { return nil }
    let silent = lost.filter { state(of: $0) == .present }
    guard !silent.isEmpty, isFirstToSpeak() else { return Loss(text: nil) }
    return Loss(
      text: silent.map { "rank \($0) (process \(self[.process, $0])) has ended, last in \(place(of: $0))" }
        .joined(separator: "; "))
  }

  private func hasEnded(_ rank: Int) -> Bool {
    [.present, .explained].contains(state(of: rank)) && isGone(rank)
  }

  private func isGone(_ rank: Int) -> Bool {
    guard self[.processNamespace, rank] == Self.ownNamespace, let process = pid_t(exactly: self[.process, rank]),
      process > 0
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private func place(of rank: Int) -> RunPlace { RunPlace(packed: self[.place, rank]) }
}
