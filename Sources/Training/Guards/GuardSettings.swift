/// How often a run looks whether its numbers are still right. None of it changes them.
package struct GuardSettings: Equatable, Sendable {
  /// Steps from one comparison of all copies of the weights to the next; nil for none at all, not even before a checkpoint.
  package var weightsEvery: Int?
  /// Steps from one leaf that is computed twice to the next; nil for none.
  package var auditEvery: Int?

  /// - Cost: to compare, one reading of a worker's weights and two collective calls; from time to time a copy of what steps
  ///   change. An audit takes as long as one pass, which is a step's work of one worker or less.
  package init(weightsEvery: Int? = 100, auditEvery: Int? = 500) {
    (self.weightsEvery, self.auditEvery) = (weightsEvery, auditEvery)
  }

  /// Nothing is checked but that an epoch ends with finite numbers.
  package static let none = GuardSettings(weightsEvery: nil, auditEvery: nil)
}
