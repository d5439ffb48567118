import FashionMNIST
import Testing

/// The order of a shard's images: a permutation that follows from seed, epoch, shard and size alone.
@Suite struct BatchOrderTests {
  @Test(arguments: [0, 1, 2, 3, 100, 3750]) func isAPermutation(_ count: Int) {
    let order = BatchOrder(seed: 7).order(shard: 3, epoch: 1, count: count)
    #expect(order.sorted() == (0..<Int32(count)).map { $0 })
  }

  /// Values of an independent implementation in Python, so that a change of the order is noticed.
  @Test(arguments: [
    (7, 3, 2, [5, 4, 3, 1, 0, 11, 9, 10, 8, 2, 7, 6]),
    (0x1234_5678_9abc_def0, 0, 0, [3, 9, 6, 10, 5, 11, 8, 4, 0, 2, 1, 7]),
  ])
  func isTheDocumentedOne(_ seed: UInt64, _ shard: Int, _ epoch: Int, _ expected: [Int32]) {
    #expect(BatchOrder(seed: seed).order(shard: shard, epoch: epoch, count: expected.count) == expected)
  }

  @Test func differsWithSeedShardAndEpoch() {
    let orders = [(7, 0, 0), (8, 0, 0), (7, 1, 0), (7, 0, 1), (7 + 1 << 32, 0, 0)].map {
      BatchOrder(seed: $0.0).order(shard: $0.1, epoch: $0.2, count: 50)
    }
    #expect(Set(orders).count == orders.count)
  }

  @Test func doesNotDependOnWhatTheArrayHeld() {
    var order = [Int32](repeating: -1, count: 50)
    BatchOrder(seed: 7).fill(&order, shard: 2, epoch: 5)
    BatchOrder(seed: 7).fill(&order, shard: 2, epoch: 4)
    #expect(order == BatchOrder(seed: 7).order(shard: 2, epoch: 4, count: 50))
  }

  @Test func isTheFilesWithoutShuffling() {
    let order = BatchOrder(seed: 7, shuffle: false).order(shard: 3, epoch: 9, count: 20)
    #expect(order == (0..<20).map { $0 })
  }

  /// Each of 24 permutations of 4 is as likely as the others: χ² with 23 degrees of freedom exceeds 50 once in a
  /// thousand seeds, and this seed is fixed.
  @Test func allPermutationsAreEquallyLikely() {
    let epochs = 24_000
    var counts: [[Int32]: Int] = [:]
    for epoch in 0..<epochs { counts[BatchOrder(seed: 1).order(shard: 0, epoch: epoch, count: 4), default: 0] += 1 }
    let expected = Double(epochs) / 24
    let statistic = counts.values.map { ($0 - Int(expected)) * ($0 - Int(expected)) }.reduce(0, +)
    #expect(counts.count == 24)
    #expect(Double(statistic) / expected < 50)
  }
}
