import CounterRandom

/// The order in which an epoch goes through the images of a shard.
///
/// A pure function of seed, epoch, shard and number of images: no rank depends on what another drew, and a resumed run
/// continues with the same order.
package struct BatchOrder: Equatable, Sendable {
  /// The seed of the run.
  package let seed: UInt64
  /// Whether the order changes; without, images come in the order of the file.
  package let shuffle: Bool
  private let purpose: RandomPurpose

  /// The orders that belong to `seed`.
  package init(seed: UInt64, shuffle: Bool = true) { self.init(seed: seed, shuffle: shuffle, purpose: .order) }

  /// An order for another purpose than batches: folds of cross-validation.
  init(seed: UInt64, shuffle: Bool = true, purpose: RandomPurpose) {
    self.seed = seed
    self.shuffle = shuffle
    self.purpose = purpose
  }

  /// Fills `order` with the positions 0..<order.count of a shard's images, in the order of epoch `epoch`.
  ///
  /// Allocates nothing.
  ///
  /// - Formula: Fisher–Yates, for i from n−1 down to 1: swap i with ⌊u·(i+1)/2⁶⁴⌋, where u is the first two words of
  ///   Philox at (i, shard, epoch, purpose). The bias of an index is at most (i+1)/2⁶⁴ < 2⁻³³, far too small to see.
  /// - Source: Durstenfeld 1964, <https://doi.org/10.1145/364520.364540>.
  package func fill(_ order: inout [Int32], shard: Int, epoch: Int) {
    for index in order.indices { order[index] = Int32(truncatingIfNeeded: index) }
    guard shuffle else { return }
    let random = Philox(seed: seed)
    let shardWord = UInt32(truncatingIfNeeded: shard)
    let epochWord = UInt32(truncatingIfNeeded: epoch)
    for index in order.indices.dropFirst().reversed() {
      let counter = SIMD4(UInt32(truncatingIfNeeded: index), shardWord, epochWord, purpose.word())
      let words = random.words(counter)
      let draw = UInt64(words[1]) << 32 | UInt64(words[0])
      order.swapAt(index, Int(draw.multipliedFullWidth(by: UInt64(index + 1)).high))
    }
  }

  /// The order of `count` images as a new array; see `fill`.
  package func order(shard: Int, epoch: Int, count: Int) -> [Int32] {
    var order = [Int32](repeating: 0, count: count)
    fill(&order, shard: shard, epoch: epoch)
    return order
  }
}
