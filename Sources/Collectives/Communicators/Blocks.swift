/// One contiguous block per rank in a buffer, laid end to end from its start.
///
/// Made once, before the first step, in the form that MPI takes (32-bit lengths and starts), so that a
/// collective call neither allocates nor converts.
package struct Blocks: Hashable, Sendable {
  /// The length of each rank's block.
  package let counts: [Int32]
  /// The start of each rank's block.
  package let offsets: [Int32]
  /// The sum of the lengths; the buffer must hold at least this many values.
  package let total: Int

  /// Blocks of these lengths, one per rank.
  ///
  /// - Throws: `BlocksError` if a length is negative, or if the blocks together exceed a 32-bit count.
  package init(counts: [Int]) throws(BlocksError) {
    var offsets: [Int32] = []
    var total: Int32 = 0
    for (rank, count) in counts.enumerated() {
      guard count >= 0 else { throw .negative(rank: rank, count: count) }
      offsets.append(total)
      guard let narrow = Int32(exactly: count) else { throw .tooLong(rank: rank, start: Int(total), count: count) }
      let (sum, overflow) = total.addingReportingOverflow(narrow)
      guard !overflow else { throw .tooLong(rank: rank, start: Int(total), count: count) }
      total = sum
    }
    self.counts = counts.map { Int32($0) }
    self.offsets = offsets
    self.total = Int(total)
  }

  /// The positions of one rank's block in the buffer.
  package func range(of rank: Int) -> Range<Int> {
    let start = Int(offsets[rank])
    return start..<start + Int(counts[rank])
  }
}

/// Lengths that cannot be blocks of one buffer.
package enum BlocksError: Error, Hashable, CustomStringConvertible {
  /// A block with a negative length.
  case negative(rank: Int, count: Int)
  /// A block that ends beyond what the 32-bit counts of MPI can address.
  case tooLong(rank: Int, start: Int, count: Int)

  package var description: String {
    switch self {
    case .negative(let rank, let count):
      "the block of rank \(rank) has \(count) values, expected 0 or more"
    case .tooLong(let rank, let start, let count):
      "the block of rank \(rank) starts at \(start) and has \(count) values, but MPI counts at most \(Int32.max); "
        + "exchange fewer values at a time"
    }
  }
}
