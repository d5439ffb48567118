import Collectives
package import FashionMNIST

/// Which shards belong to which rank and thread: this alone divides them, for loading, gradients and scores alike.
///
/// - Formula: rank r of P owns shards ⌊r·S/P⌋ ..< ⌊(r+1)·S/P⌋ of S, and its threads divide these likewise.
package struct ShardOwnership: Equatable, Sendable {
  /// The shards that this rank owns, at least one.
  package let shards: Range<Int>

  /// The share of rank `rank` of `ranks`.
  ///
  /// Throws `.badConfiguration` when there are more ranks than shards, naming a `--shards` and a `--batch-size` that
  /// work; all ranks then throw the same.
  package init(rank: Int, ranks: Int, shards: ShardCount) throws(DataError) {
    guard ranks >= 1, (0..<ranks).contains(rank) else {
      throw DataError(.badConfiguration, "rank \(rank) of \(ranks) ranks: expected at least one rank, numbered from 0")
    }
    guard ranks <= shards.count else { throw shards.tooFew(for: ranks) }
    self.shards = Self.shards(ofRank: rank, of: ranks, among: shards.count)
  }

  /// The images that this rank loads: those of its shards, one range for each.
  package func images(of partition: ShardPartition) -> [Range<Int>] {
    shards.map(partition.range)
  }

  /// The shards of one rank of a job, none if there are too few.
  package static func shards(ofRank rank: Int, of ranks: Int, among count: Int) -> Range<Int> {
    (0..<count).part(rank, of: ranks)
  }

  /// The rank that owns a shard.
  static func owner(of shard: Int, among count: Int, ranks: Int) -> Int {
    (0..<ranks).first { shards(ofRank: $0, of: ranks, among: count).contains(shard) } ?? 0
  }

  /// The shards of adjoining ranks of a job.
  static func shards(ofRanks some: Range<Int>, of ranks: Int, among count: Int) -> Range<Int> {
    let (first, last) = (some.lowerBound, some.upperBound - 1)
    return shards(ofRank: first, of: ranks, among: count)
      .lowerBound..<shards(ofRank: last, of: ranks, among: count).upperBound
  }

  /// What one of a rank's threads has of the shards that the rank computes, none if there are too few.
  package static func shards(ofThread thread: Int, of threads: Int, among shards: Range<Int>) -> Range<Int> {
    shards.part(thread, of: threads)
  }
}
