package import Collectives

/// One number of ranks in one mode: what is run, again and again.
package struct ScalingPoint: Sendable, Equatable {
  package let mode: ScalingMode
  /// The global batch size; of each run, where they are independent.
  package let batchSize: Int
  /// The number of leaves into which each batch is cut, over all ranks.
  package let shards: Int
  package let epochs: Int
  /// The ranks, and where they run.
  package let placement: RankPlacement

  /// The number of ranks, of all runs together where they are independent.
  package var ranks: Int { placement.ranks }

  package init(mode: ScalingMode, batchSize: Int, shards: Int, epochs: Int, placement: RankPlacement) {
    self.mode = mode
    self.batchSize = batchSize
    self.shards = shards
    self.epochs = epochs
    self.placement = placement
  }
}

extension ScalingPoint {
  /// The point of `mode` for a batch that one rank cuts into `shards`, and the epochs that one rank trains.
  ///
  /// With weak scaling the batch and its shards both grow with the ranks, so that every rank has the same leaves; and so do
  /// the epochs, so that every rank sees as many images as one alone, in as many steps but for the last one of an epoch, which
  /// may be short.
  ///
  /// - Source: J. Gustafson, Reevaluating Amdahl's Law, CACM 31 (1988): the problem grows with the processors.
  /// - Precondition: the products of ranks with batch size, shards and epochs fit an `Int`.
  package init(
    mode: ScalingMode, oneRankBatch: Int, oneRankShards: Int, oneRankEpochs: Int, placement: RankPlacement
  ) {
    let factor = mode == .weak ? placement.ranks : 1
    self.init(
      mode: mode, batchSize: factor * oneRankBatch, shards: factor * oneRankShards, epochs: factor * oneRankEpochs,
      placement: placement)
  }
}
