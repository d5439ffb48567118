package import FashionMNIST

/// Images to be scored: cut into shards as the training images are, of which this rank holds some.
package struct EvaluationSet: Sendable {
  /// How all the images are cut, over all ranks; counted from the first of them.
  package let partition: ShardPartition
  /// The shards that this rank scores.
  package let shards: Range<Int>
  /// The images of these shards.
  package let images: ImageSet

  package init(partition: ShardPartition, shards: Range<Int>, images: ImageSet) {
    self.partition = partition
    self.shards = shards
    self.images = images
  }

  /// The positions of one shard's images, as ``images`` counts them.
  func imageNumbers(of shard: Int) -> Range<Int> { partition.range(of: shard) }
}
