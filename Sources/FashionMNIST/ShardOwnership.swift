/// The shards of one rank.
///
/// - Formula: rank r of P owns shards ⌊r·S/P⌋ ..< ⌊(r+1)·S/P⌋ of S; every rank owns at least one.
package struct ShardOwnership: Equatable, Sendable {
  /// The shards that this rank owns.
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
    // The same formula cuts images into shards and shards into ranks' shares.
    self.shards = try ShardPartition(images: shards.count, shards: ranks).range(of: rank)
  }

  /// The images that this rank loads: those of its shards, one range for each.
  package func images(of partition: ShardPartition) -> [Range<Int>] {
    shards.map(partition.range)
  }
}
