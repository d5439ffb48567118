#if DEBUG || Faults
  package import RunPhases

  /// The faults of one rank that have not struck yet.
  package struct FaultPlan: Sendable {
    package private(set) var faults: [Fault]
    /// The last step that was reached, since the beginning of the run.
    package private(set) var step = 0
    private var lasting: [(step: Int, kind: FaultKind)] = []

    /// - Parameters:
    ///   - text: faults, separated by commas.
    ///   - struck: what each line of the log begins with.
    /// - Throws: ``FaultError``, for those of other ranks too.
    package init(_ text: String, rank: Int, struck: Set<String> = []) throws(FaultError) {
      var all: [Fault] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) { all.append(try Fault(String(part))) }
      faults = all.filter { ($0.rank ?? rank) == rank && !struck.contains($0.text) }
    }

    /// No faults at all.
    package init() { faults = [] }

    /// Keeps what step this rank has come to.
    package mutating func reach(step: Int) { self.step = step }

    /// The next fault that strikes here and is wanted; it will not strike again.
    package mutating func take(in phase: RunPhase, where isWanted: (FaultKind) -> Bool) -> Fault? {
      guard
        let index = faults.firstIndex(where: { $0.phase == phase && $0.step <= step && isWanted($0.kind) })
      else { return nil }
      let fault = faults.remove(at: index)
      if fault.kind.lastsForStep { lasting.append((step, fault.kind)) }
      return fault
    }

    /// Whether a fault of this kind has struck in this step and goes on.
    package func lasts(_ kind: FaultKind) -> Bool { lasting.contains { $0 == (step, kind) } }
  }
#endif
