/// Images cut into contiguous shards whose sizes differ by at most one.
///
/// - Formula: shard s of S holds images ⌊s·n/S⌋ ..< ⌊(s+1)·n/S⌋ of n.
package struct ShardPartition: Equatable, Sendable {
  /// The number of images, n.
  package let images: Int
  /// The number of shards, S.
  package let shards: Int

  /// `images` cut into `shards`, some of which are empty if there are more shards than images.
  ///
  /// Throws `.badConfiguration` without shards, and for numbers beyond `Int32`.
  package init(images: Int, shards: Int) throws(DataError) {
    guard (0...Int(Int32.max)).contains(images), (1...Int(Int32.max)).contains(shards) else {
      throw DataError(.badConfiguration, "\(shards) shards of \(images) images, expected 1 to \(Int32.max) of each")
    }
    self.images = images
    self.shards = shards
  }

  /// The images of shard `shard`, which is one of `0..<shards`.
  package func range(of shard: Int) -> Range<Int> {
    shard * images / shards..<(shard + 1) * images / shards
  }
}
