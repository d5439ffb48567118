/// What is asked of a run between two steps. Of several requests the largest counts.
package enum RunRequest: Int, Comparable, Sendable {
  case none
  /// To save a checkpoint and go on.
  case checkpoint
  /// To save a checkpoint and end.
  case stop

  package static func < (left: RunRequest, right: RunRequest) -> Bool { left.rawValue < right.rawValue }
}
