import Collectives

/// The passes that the workers of a group compute for each other, as one of them sees it.
package struct GroupPasses {
  /// When a worker begins its last pass with one half.
  package enum Halving {
    /// Where another worker will be done soon enough to compute the other half.
    case byPace
    /// Always: for tests.
    case always
  }

  /// The worker's own; nil where nothing is shared.
  let own: SharedPasses?
  /// Those of the others that may be taken: of the next worker first, so that not all help the same.
  let others: [SharedPasses]
  private let halving: Halving

  /// - Parameters:
  ///   - all: those of all workers of the group, in their order; none where nothing is shared.
  ///   - worker: the number of this one.
  package init(_ all: [SharedPasses], worker: Int, halving: Halving = .byPace) {
    own = all.isEmpty ? nil : all[worker]
    let others = all.isEmpty ? [] : all[(worker + 1)...] + all[..<worker]
    self.others = others.filter { !$0.queue.stealable.isEmpty }
    self.halving = halving
  }

  /// How many pieces of a pass its owner, who is about to begin it, does well to take at once.
  ///
  /// - Parameter start: when the owner began the step's passes.
  func piecesAtOnce(of pass: Int, since start: Int) -> Int {
    guard let own else { return 1 }
    let count = own.pieces(of: pass).count
    guard pass + 1 == own.passCount, !own.queue.stealable.isEmpty else { return count }
    let pace = Pace(start: start, lastBegin: Pace.now, passes: own.passCount)
    own.queue.lastBegin = pace.lastBegin
    return count > 1 && (halving == .always || others.contains { isDoneSooner($0, pace) }) ? 1 : count
  }

  private func isDoneSooner(_ other: SharedPasses, _ pace: Pace) -> Bool {
    let lastBegin = other.queue.lastBegin
    // What was written in an earlier step is of no use.
    guard lastBegin > pace.start else { return false }
    return pace.gainsByHalving(beside: Pace(start: pace.start, lastBegin: lastBegin, passes: other.passCount))
  }
}
