import Network

/// How fast a worker gets on with the passes of a step: from that it is foreseen when it will be done.
///
/// All passes count as equally long, and all workers as beginning together. Where a core shares its units with another
/// tenant it may be a seventh slower for many steps, and of four passes a whole one is too much to even that out: who is
/// done first finds the last one begun.
package struct Pace {
  /// What half a pass takes, in passes: little work at a time costs some (5 %, lab-001 with passes of four images).
  private static let halfPass = 0.525
  /// What a pass in halves may take, in passes, to be worth it: a little less than one, since this is foresight.
  private static let longest = 0.97

  package let start: Int
  package let lastBegin: Int
  package let passes: Int

  /// - Parameters:
  ///   - start: when the worker began the step's passes, in nanoseconds of the machine's clock.
  ///   - lastBegin: when it began the last of them.
  ///   - passes: their number, at least 2.
  package init(start: Int, lastBegin: Int, passes: Int) {
    (self.start, self.lastBegin, self.passes) = (start, lastBegin, passes)
  }

  /// The clock, which is the same for all processes of a machine.
  package static var now: Int { Int(ThreadClock.wall.now / .nanoseconds(1)) }

  /// Whether a worker that begins its last pass now does well to begin with half of it: the other one is done soon enough
  /// to compute the second half in the time that is saved.
  package func gainsByHalving(beside other: Pace) -> Bool {
    let first = Double(lastBegin) + Self.halfPass * pass
    guard other.end < first else { return false }
    let second = max(Double(lastBegin), other.end) + Self.halfPass * other.pass
    return max(first, second) < Double(lastBegin) + Self.longest * pass
  }

  /// What a pass has taken so far.
  private var pass: Double { Double(lastBegin - start) / Double(passes - 1) }
  /// When the worker will be done.
  private var end: Double { Double(lastBegin) + pass }
}
