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
    "Computed once more, " + outcome
  }

  /// What came of it when all workers computed it once more, and who is to blame.
  private var outcome: String {
    let (first, second) = (agreeingWithOwner, agreeingWithAuditor)
    let count = first.count + second.count
    func list(_ workers: [WorkerName]) -> String { workers.map(\.description).joined(separator: ", ") }
    if count == 0 { return "nobody gets either of the two." }
    if first.isEmpty { return "all \(count) workers get what \(auditor) has: the fault was the owner's, and passing." }
    if second.isEmpty { return "all \(count) workers get what \(owner) has: the fault was \(auditor)'s, and passing." }
    if first.count == second.count { return "\(list(first)) get the first and \(list(second)) the second." }
    let wrong = first.count < second.count ? first : second
    return "\(count - wrong.count) of \(count) workers agree; \(list(wrong)) computes wrongly."
  }
}
