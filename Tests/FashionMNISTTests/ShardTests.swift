import FashionMNIST
import Testing

/// How images are cut into shards, and shards divided among ranks.
@Suite struct ShardTests {
  @Test(arguments: [0, 1, 2, 7, 63, 64, 65, 1000, 60000], [1, 2, 3, 7, 8, 48, 64])
  func shardsAreContiguousCompleteAndEven(_ images: Int, _ shards: Int) throws {
    let partition = try ShardPartition(images: images, shards: shards)
    let ranges = (0..<shards).map(partition.range)
    #expect(ranges.flatMap { $0 } == Array(0..<images))
    let sizes = ranges.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }

  @Test func largeNumbersDoNotOverflow() throws {
    let most = Int(Int32.max)
    #expect(try ShardPartition(images: most, shards: most).range(of: most - 1) == most - 1..<most)
    expectDataError(.badConfiguration, "0 shards of 10 images") { _ = try ShardPartition(images: 10, shards: 0) }
  }

  @Test(arguments: [1, 2, 3, 8, 12, 16, 48, 64, 96]) func everyShardHasOneOwner(_ count: Int) throws {
    let shards = try ShardCount(count, batchSize: count * 4, images: 1000)
    for ranks in 1...count {
      let owned = try (0..<ranks).map { try ShardOwnership(rank: $0, ranks: ranks, shards: shards).shards }
      #expect(owned.flatMap { $0 } == Array(0..<count))
      #expect(owned.allSatisfy { !$0.isEmpty })
      #expect(owned.enumerated().allSatisfy { $1.lowerBound == $0 * count / ranks })
    }
  }

  @Test func aRankLoadsTheImagesOfItsShards() throws {
    let shards = try ShardCount(8, batchSize: 32, images: 1003)
    let partition = try ShardPartition(images: 1003, shards: 8)
    let images = try (0..<3).map { try ShardOwnership(rank: $0, ranks: 3, shards: shards).images(of: partition) }
    #expect(images.map(\.count) == [2, 3, 3])
    #expect(images.flatMap { $0 } == (0..<8).map(partition.range))
  }

  @Test(arguments: [
    (3, 2, 8, ["start at most 2 ranks", "use --shards 4 --batch-size 8,", "use --shards 4 --batch-size 16"]),
    (
      24, 8, 32,
      [
        "24 ranks, but --batch-size 32 is cut into 8 shards", "use --shards 32 --batch-size 32,",
        "use --shards 32 --batch-size 128",
      ]
    ),
    (9, 8, 64, ["start at most 8 ranks, or use --shards 16 --batch-size 64"]),
    (1001, 8, 64, ["every rank needs one; start at most 8 ranks"]),
  ])
  func tooManyRanksGetNumbersThatWork(_ ranks: Int, _ count: Int, _ batchSize: Int, _ fragments: [String]) throws {
    let shards = try ShardCount(count, batchSize: batchSize, images: 1000)
    for fragment in fragments {
      expectDataError(.badConfiguration, fragment) { _ = try ShardOwnership(rank: 0, ranks: ranks, shards: shards) }
    }
  }

  /// Every pair of numbers in the advice is accepted for the ranks that asked for it.
  @Test(arguments: [(3, 8), (5, 6), (7, 96), (24, 32), (100, 64), (129, 128)])
  func theAdviceIsSound(_ ranks: Int, _ batchSize: Int) throws {
    let shards = try ShardCount(1, batchSize: batchSize, images: 60000)
    let error = try #require(throws: DataError.self) {
      _ = try ShardOwnership(rank: 0, ranks: ranks, shards: shards)
    }
    let advice = error.description.matches(of: /--shards (\d+) --batch-size (\d+)/)
    #expect(!advice.isEmpty)
    for pair in advice {
      let (count, batch) = try (#require(Int(pair.1)), #require(Int(pair.2)))
      let advised = try ShardCount(count, batchSize: batch, images: 60000)
      #expect(try !ShardOwnership(rank: ranks - 1, ranks: ranks, shards: advised).shards.isEmpty)
    }
  }

  @Test func aRankIsOneOfItsRanks() throws {
    let shards = try ShardCount(batchSize: 32, images: 1000)
    for (rank, ranks) in [(2, 2), (-1, 2), (0, 0), (0, -1)] {
      expectDataError(.badConfiguration, "rank \(rank) of \(ranks) ranks") {
        _ = try ShardOwnership(rank: rank, ranks: ranks, shards: shards)
      }
    }
  }
}
