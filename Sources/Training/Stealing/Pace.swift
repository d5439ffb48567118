import Network

/// How fast a worker computes the passes of a step, and so when it will probably be done.
///
/// All passes count as equally long, and all workers as beginning together. A core that shares its units with another tenant
/// may be a seventh slower for many steps. Stealing whole passes does not even that out: with four passes a step, the slow
/// worker has already begun its last one when the fast worker is done. So the last pass can be computed in halves.
package struct Pace {
  /// The time of half a pass, in passes: small pieces are less efficient (by 5 %, lab-001 with passes of four images).
  private static let halfPass = 0.525
  /// The time of a pass in halves, in passes, up to which halving is worth it: less than one, since it is a prediction.
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

  /// Whether a worker about to start its last pass should compute only half of it: because `other` will be free soon enough
  /// to compute the second half, and both will be done earlier.
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
