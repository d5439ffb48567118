/// A gradient that came out otherwise when it was computed again.
package struct LeafDifference: Equatable, Sendable, CustomStringConvertible {
  /// Counted since the beginning, from 1.
  package let step: Int
  /// The leaves of the pass.
  package let leaves: Range<Int>
  /// Whose the pass is, and whether another worker of its host had computed it.
  package let owner: WorkerName
  package let wasTaken: Bool
  /// Who computed it again.
  package let auditor: WorkerName
  /// Between the owner's gradient and the auditor's; nil where only the loss differs.
  package let difference: VectorDifference?
  /// Who gets which of the two when all workers compute it once more.
  package let agreeingWithOwner: [WorkerName]
  package let agreeingWithAuditor: [WorkerName]

  package var description: String {
    "in step \(step) the gradient of \(name) did not come out the same when it was computed again: \(numbers). \(verdict) "
      + "Memory or a processor has changed a number. \(CopyDifference.advice)"
  }

  private var name: String {
    leaves.count == 1 ? "leaf \(leaves.lowerBound)" : "leaves \(leaves.lowerBound) to \(leaves.upperBound - 1)"
  }

  private var numbers: String {
    let (first, second) = ("\(owner)\(wasTaken ? ", or a worker of its host that helped it," : "")", "\(auditor)")
    guard let difference else { return "\(first) and \(second) have the same gradient, but another loss" }
    return "in \(difference) \(first) has \(difference.text(0)), \(second) has \(difference.text(1))"
  }

  private var verdict: String {
    let count = agreeingWithOwner.count + agreeingWithAuditor.count
    func list(_ workers: [WorkerName]) -> String { workers.map(\.description).joined(separator: ", ") }
    switch (agreeingWithOwner.isEmpty, agreeingWithAuditor.isEmpty) {
    case (true, false):
      return "Computed once more, all \(count) workers get what \(auditor) has: the fault was the owner's, and passing."
    case (false, true):
      return "Computed once more, all \(count) workers get what \(owner) has: the fault was \(auditor)'s, and passing."
    case (true, true): return "Computed once more, nobody gets either of the two."
    case (false, false):
      let isOwner = agreeingWithOwner.count < agreeingWithAuditor.count
      if agreeingWithOwner.count == agreeingWithAuditor.count {
        return "Computed once more, \(list(agreeingWithOwner)) get the first and \(list(agreeingWithAuditor)) the second."
      }
      return "Computed once more, \(max(agreeingWithOwner.count, agreeingWithAuditor.count)) of \(count) workers agree; "
        + "\(list(isOwner ? agreeingWithOwner : agreeingWithAuditor)) computes wrongly."
    }
  }
}
