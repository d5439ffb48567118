import Collectives

/// The passes that the workers of a group compute for each other, as one of them sees it.
package struct StealingPartners {
  /// The worker's own; nil where nothing is shared.
  let own: StealablePasses?
  /// Those of the others that may be taken: of the next worker first, so that not all help the same.
  let others: [StealablePasses]

  /// To look at more than these in each step would cost more than they are late.
  private static let most = 16

  /// - Parameters:
  ///   - all: those of all workers of the group, in their order; none where nothing is shared.
  ///   - worker: the number of this one.
  package init(_ all: [StealablePasses], worker: Int) {
    own = all.isEmpty ? nil : all[worker]
    let others = all.isEmpty ? [] : all[(worker + 1)...] + all[..<worker]
    self.others = Array(others.filter { !$0.queue.stealable.isEmpty }.prefix(Self.most))
  }
}
