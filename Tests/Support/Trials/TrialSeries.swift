import Testing

/// Trials of one kind, some at a time.
package struct TrialSeries: Sendable {
  /// Faults that are shown in full.
  private static let mostShown = 40

  private let kind: String
  private let trials: [Trial]
  private let atOnce: Int

  /// - Parameters:
  ///   - kind: what is tried, in the plural.
  ///   - atOnce: as many as keep two processors busy, without starving the tests beside them.
  package init(_ kind: String, _ trials: [Trial], atOnce: Int = 4) {
    self.kind = kind
    self.trials = trials
    self.atOnce = atOnce
  }

  /// Runs all, records what is wrong, and prints how many there were and how they ended.
  package func run() async {
    let ends = await ends()
    let faults = ends.compactMap(\.fault)
    for fault in faults.prefix(Self.mostShown) { Issue.record("\(fault)") }
    if faults.count > Self.mostShown {
      Issue.record("\(kind): \(faults.count) faults, of which \(Self.mostShown) are shown")
    }
    if trials.isEmpty { Issue.record("\(kind): not one case") }
    let counts = Dictionary(grouping: ends, by: \.exit).mapValues(\.count)
    let exits = counts.sorted { ($0.key.count, $0.key) < ($1.key.count, $1.key) }.map { "\($0.key) (\($0.value))" }
    let seen = "exits seen: \(exits.joined(separator: ", "))"
    print("cases tested: \(trials.count) \(kind); \(seen); \(Self.slowest(of: ends))")
  }

  /// How long the call took that took longest: next to the limit, which a busy machine needs, it tells of a near hang.
  private static func slowest(of ends: [TrialEnd]) -> String {
    let seconds = (ends.map(\.duration).max() ?? .zero) / .seconds(1)
    return "slowest call: \((10 * seconds).rounded() / 10) s"
  }

  private func ends() async -> [TrialEnd] {
    await withTaskGroup(of: TrialEnd.self) { group in
      var ends: [TrialEnd] = []
      for (number, trial) in trials.enumerated() {
        if number >= atOnce, let end = await group.next() { ends.append(end) }
        group.addTask { await trial.end() }
      }
      for await end in group { ends.append(end) }
      return ends
    }
  }
}
