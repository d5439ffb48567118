/// Who of several workers has another value than most of them.
package struct Ballot: Equatable, Sendable {
  /// One worker's value.
  package struct Vote: Sendable {
    let worker: WorkerName
    let value: UInt64

    package init(_ worker: WorkerName, _ value: UInt64) { (self.worker, self.value) = (worker, value) }
  }

  /// The first worker whose value is not the usual one.
  package let odd: WorkerName
  /// All workers with another value than the usual one.
  package let others: [WorkerName]
  /// The first worker with the usual value.
  package let usual: WorkerName
  /// How many workers have the usual value.
  package let usualCount: Int
  /// Whether more than half have it: else nobody can tell who is wrong.
  package let isDecided: Bool

  /// Nil where all values are the same.
  package init?(_ votes: [Vote]) {
    let counts = Dictionary(grouping: votes, by: \.value).mapValues(\.count)
    // Of two that are as frequent the first worker's is called the usual one.
    guard let usual = votes.max(by: { counts[$0.value, default: 0] < counts[$1.value, default: 0] }) else { return nil }
    let first = votes.first { counts[$0.value] == counts[usual.value] } ?? usual
    let others = votes.filter { $0.value != first.value }.map(\.worker)
    guard let odd = others.first else { return nil }
    (self.odd, self.others, self.usual) = (odd, others, first.worker)
    usualCount = votes.count - others.count
    isDecided = 2 * usualCount > votes.count
  }
}
