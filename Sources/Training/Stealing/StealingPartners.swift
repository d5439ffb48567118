import Collectives

/// The passes that the workers of a group compute for each other, as one of them sees it.
package struct StealingPartners {
  /// When a worker begins its last pass with one half.
  package enum Halving {
    /// Where another worker will be done soon enough to compute the other half.
    case byPace
    /// Always: for tests.
    case always
  }

  /// The worker's own; nil where nothing is shared.
  let own: StealablePasses?
  /// Those of the others that may be taken: of the next worker first, so that not all help the same.
  let others: [StealablePasses]
  private let halving: Halving

  /// - Parameters:
  ///   - all: those of all workers of the group, in their order; none where nothing is shared.
  ///   - worker: the number of this one.
  package init(_ all: [StealablePasses], worker: Int, halving: Halving = .byPace) {
    own = all.isEmpty ? nil : all[worker]
    let others = all.isEmpty ? [] : all[(worker + 1)...] + all[..<worker]
    self.others = others.filter { !$0.queue.stealable.isEmpty }
    self.halving = halving
  }

  /// Begins a pass of the owner, and says how many of its pieces to take at once; lets the others know of the last pass.
  ///
  /// - Parameter start: when the owner began the step's passes.
  package func begin(_ pass: Int, of own: StealablePasses, since start: Int) -> Int {
    let count = own.pieces(of: pass).count
    guard pass + 1 == own.passCount else { return count }
    let pace = Pace(start: start, lastBegin: Pace.now, passes: own.passCount)
    own.queue.lastBegin = pace.lastBegin
    guard count > 1 else { return count }
    if halving == .always { return 1 }
    // A step takes as long as its slowest worker. So half a pass is left to others only if there are more workers that can
    // help than workers that may need help too.
    let helpers = others.count { isDoneSooner($0, pace) }
    return helpers > others.count - helpers ? 1 : count
  }

  private func isDoneSooner(_ other: StealablePasses, _ pace: Pace) -> Bool {
    let lastBegin = other.queue.lastBegin
    // A time before this step's start is of an earlier step.
    guard lastBegin > pace.start else { return false }
    return pace.gainsByHalving(beside: Pace(start: pace.start, lastBegin: lastBegin, passes: other.passCount))
  }
}
