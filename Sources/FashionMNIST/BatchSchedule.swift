/// Which images of each shard make up the batch of each step of an epoch.
///
/// Every batch takes the next B/S images from each of S shards, in the shard's order of that epoch. One shard's part of one batch
/// is a *leaf*; ``slice(step:shard:)`` names its images. Shards differ by at most one image, so all batches but the last are full;
/// the last may be short, and nothing is dropped or repeated.
package struct BatchSchedule: Equatable, Sendable {
  /// The images of the shards.
  package let partition: ShardPartition
  /// The global batch size, B.
  package let batchSize: Int
  /// Images of one shard in a full batch, m = B / S.
  package let imagesPerShardAndBatch: Int
  /// Steps of an epoch, ⌈n/B⌉.
  package let stepsPerEpoch: Int

  /// The schedule for a checked number of shards.
  package init(_ shards: ShardCount) throws(DataError) {
    partition = try ShardPartition(images: shards.images, shards: shards.count)
    batchSize = shards.batchSize
    imagesPerShardAndBatch = shards.imagesPerShardAndBatch
    stepsPerEpoch = (shards.images + shards.batchSize - 1) / shards.batchSize
  }

  /// The leaf of shard `shard` in step `step`: positions in the shard's order of the epoch; empty beyond the shard's end.
  package func slice(step: Int, shard: Int) -> Range<Int> {
    let size = partition.range(of: shard).count
    let start = min(step * imagesPerShardAndBatch, size)
    return start..<min(start + imagesPerShardAndBatch, size)
  }

  /// The number of images in the batch of step `step`: B, or what is left in the last one.
  package func images(step: Int) -> Int {
    max(0, min(batchSize, partition.images - step * batchSize))
  }

  /// How many of the shards `shards` have a leaf with images in step `step`.
  ///
  /// - Formula: a shard has q = ⌊n/S⌋ images or one more. A leaf that starts before position q has images in all shards. One
  ///   that starts at q has an image only in the larger shards; their number is the images of `shards` less q for each.
  package func filledSlices(step: Int, shards: Range<Int>) -> Int {
    guard !shards.isEmpty else { return 0 }
    let (start, fewest) = (step * imagesPerShardAndBatch, partition.images / partition.shards)
    guard start >= fewest else { return shards.count }
    guard start == fewest else { return 0 }
    let first = partition.range(of: shards.lowerBound).lowerBound
    return partition.range(of: shards.upperBound - 1).upperBound - first - fewest * shards.count
  }
}
