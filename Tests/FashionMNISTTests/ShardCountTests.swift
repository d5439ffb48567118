import FashionMNIST
import Testing

/// The default number of shards, and what numbers are refused.
@Suite struct ShardCountTests {
  @Test(arguments: [
    (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (8, 2), (12, 2), (24, 4), (32, 8), (48, 8), (64, 16), (96, 16), (100, 4),
    (127, 1), (128, 32), (1024, 256),
  ])
  func theDefaultIsAPowerOfTwoThatLeavesFourImages(_ batchSize: Int, _ shards: Int) throws {
    #expect(ShardCount.standard(batchSize: batchSize) == shards)
    let count = try ShardCount(batchSize: batchSize, images: 60000)
    #expect((count.count, count.imagesPerShardAndBatch) == (shards, batchSize / shards))
  }

  @Test func theDefaultDoesNotExceedTheImages() throws {
    #expect(try ShardCount(batchSize: 64, images: 5).count == 4)
    #expect(try ShardCount(batchSize: 64, images: 1).count == 1)
  }

  @Test(arguments: [
    (0, 64, 1000, "--shards 0: expected at least 1"),
    (-4, 64, 1000, "--shards -4: expected at least 1"),
    (7, 64, 1000, "--shards 7 does not divide --batch-size 64; use --shards 4 or 8, or --batch-size 63 or 70"),
    (65, 64, 1000, "--shards 65 does not divide --batch-size 64; use --shards 64, or --batch-size 65"),
    (Int.max, 64, 1000, "does not divide --batch-size 64; use --shards 64"),
    (2, 1, 1000, "--shards 2 does not divide --batch-size 1; use --shards 1, or --batch-size 2"),
    (16, 64, 10, "--shards 16: there are only 10 images, and every shard needs one; use --shards 8"),
    (1, 0, 1000, "--batch-size 0: expected 1 to 2147483647"),
    (1, -1, 1000, "--batch-size -1: expected 1 to 2147483647"),
    (1, Int.max, 1000, "--batch-size 9223372036854775807: expected 1 to 2147483647"),
    (1, 64, 0, "0 images to train on"),
  ])
  func refusesNumbersThatCannotWork(_ shards: Int, _ batchSize: Int, _ images: Int, _ message: String) {
    expectDataError(.badConfiguration, message) { _ = try ShardCount(shards, batchSize: batchSize, images: images) }
  }
}
