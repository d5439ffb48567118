import Foundation

// What is read of others.

extension FlightRecorder {
  /// Forgets all ranks.
  package func clear() {
    for rank in 0..<Self.mostRanks where state(of: rank) != .absent { self[.state, rank] = State.absent.rawValue }
    forgetSpeaker()
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

  /// The loss of other ranks than `own`; nil as long as there is none.
  package func loss(besides own: Int) -> Loss? {
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
