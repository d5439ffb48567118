/// A worker of the job: one thread of one rank.
package struct WorkerName: Codable, Hashable, Sendable, CustomStringConvertible {
  package let rank: Int
  package let thread: Int

  package init(rank: Int, thread: Int) { (self.rank, self.thread) = (rank, thread) }

  package var description: String { "rank \(rank) (thread \(thread))" }

  /// As a part of a file's name.
  package var fileName: String { "rank-\(rank)-thread-\(thread)" }
}
