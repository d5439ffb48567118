import FashionMNIST
import Testing

/// How images are cut into shards.
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
}
