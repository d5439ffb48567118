import Collectives
import FashionMNIST
import Testing
import Training

/// Which shards belong to which rank and thread.
@Suite("Ownership of shards")
struct ShardOwnershipTests {
  @Test(
    "a thread's leaves are of the shards whose images its rank loads", arguments: [1, 2, 3, 8, 12, 31, 64], 1...5)
  func leaves(count: Int, threads: Int) throws {
    let (tree, shards) = (SumTree(leafCount: count), try ShardCount(count, batchSize: 4 * count, images: 1000))
    for ranks in 1...min(count, 9) {
      let owned = try (0..<ranks).map { try ShardOwnership(rank: $0, ranks: ranks, shards: shards).shards }
      // All ranks in one group, and each in its own.
      for group in [0..<ranks] + (0..<ranks).map({ $0..<$0 + 1 }) {
        let plan = GroupPlan(tree, ranks: group, of: ranks, threads: group.map { _ in threads }, leavesAtOnce: 2)
        for (leaves, rank) in zip(plan.leaves, group) {
          #expect(leaves.count == threads)
          #expect(leaves.flatMap { $0 } == Array(owned[rank]), "rank \(rank) of \(ranks)")
        }
        for (leaves, programs) in zip(plan.leaves, plan.programs) {
          #expect(programs.map { $0.nodes.flatMap { tree.leaves(of: $0) } } == leaves.map(Array.init))
        }
      }
    }
  }

  @Test("every shard has one owner", arguments: [1, 2, 3, 8, 12, 16, 48, 64, 96])
  func owners(count: Int) throws {
    let shards = try ShardCount(count, batchSize: count * 4, images: 1000)
    for ranks in 1...count {
      let owned = try (0..<ranks).map { try ShardOwnership(rank: $0, ranks: ranks, shards: shards).shards }
      #expect(owned.flatMap { $0 } == Array(0..<count))
      #expect(owned.allSatisfy { !$0.isEmpty })
      #expect(owned.enumerated().allSatisfy { $1.lowerBound == $0 * count / ranks })
    }
  }

  @Test("a rank loads the images of its shards")
  func images() throws {
    let shards = try ShardCount(8, batchSize: 32, images: 1003)
    let partition = try ShardPartition(images: 1003, shards: 8)
    let images = try (0..<3).map { try ShardOwnership(rank: $0, ranks: 3, shards: shards).images(of: partition) }
    #expect(images.map(\.count) == [2, 3, 3])
    #expect(images.flatMap { $0 } == (0..<8).map(partition.range))
  }

  @Test(
    "more ranks than shards are told numbers that work",
    arguments: [
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
  func advice(ranks: Int, count: Int, batchSize: Int, fragments: [String]) throws {
    let shards = try ShardCount(count, batchSize: batchSize, images: 1000)
    for fragment in fragments {
      #expect(try refusal(rank: 0, ranks: ranks, shards).contains(fragment))
    }
  }

  @Test(
    "every pair of numbers in the advice is accepted for the ranks that asked for it",
    arguments: [(3, 8), (5, 6), (7, 96), (24, 32), (100, 64), (129, 128)])
  func soundAdvice(ranks: Int, batchSize: Int) throws {
    let shards = try ShardCount(1, batchSize: batchSize, images: 60000)
    let advice = try refusal(rank: 0, ranks: ranks, shards).matches(of: /--shards (\d+) --batch-size (\d+)/)
    #expect(!advice.isEmpty)
    for pair in advice {
      let (count, batch) = try (#require(Int(pair.1)), #require(Int(pair.2)))
      let advised = try ShardCount(count, batchSize: batch, images: 60000)
      #expect(try !ShardOwnership(rank: ranks - 1, ranks: ranks, shards: advised).shards.isEmpty)
    }
  }

  @Test("a rank is one of its ranks")
  func ranks() throws {
    let shards = try ShardCount(batchSize: 32, images: 1000)
    for (rank, ranks) in [(2, 2), (-1, 2), (0, 0), (0, -1)] {
      #expect(try refusal(rank: rank, ranks: ranks, shards).contains("rank \(rank) of \(ranks) ranks"))
    }
  }

  /// Why such a rank can own nothing.
  private func refusal(rank: Int, ranks: Int, _ shards: ShardCount) throws -> String {
    let error = try #require(throws: DataError.self) {
      _ = try ShardOwnership(rank: rank, ranks: ranks, shards: shards)
    }
    #expect(error.kind == .badConfiguration)
    return error.description
  }
}
