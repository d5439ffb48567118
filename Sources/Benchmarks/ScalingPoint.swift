/// One number of ranks in one mode: what is run, again and again.
package struct ScalingPoint: Sendable, Equatable {
  package let mode: ScalingMode
  /// The global batch size; of each run, where they are independent.
  package let batchSize: Int
  /// The number of leaves into which each batch is cut, over all ranks.
  package let shards: Int
  /// The ranks, and where they run.
  package let placement: RankPlacement

  /// The number of ranks, of all runs together where they are independent.
  package var ranks: Int { placement.ranks }

  package init(mode: ScalingMode, batchSize: Int, shards: Int, placement: RankPlacement) {
    self.mode = mode
    self.batchSize = batchSize
    self.shards = shards
    self.placement = placement
  }
}

extension ScalingPoint {
  /// The point of `mode` for a batch that one rank cuts into `shards`.
  ///
  /// With weak scaling the batch and its shards both grow with the ranks, so that every rank has the same leaves.
  /// - Precondition: the products of ranks with batch size and with shards fit an `Int`.
  package init(mode: ScalingMode, oneRankBatch: Int, oneRankShards: Int, placement: RankPlacement) {
    let factor = mode == .weak ? placement.ranks : 1
    self.init(mode: mode, batchSize: factor * oneRankBatch, shards: factor * oneRankShards, placement: placement)
  }
}
