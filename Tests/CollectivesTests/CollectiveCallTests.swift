import Collectives
import Testing

/// Every verb with a closed-form expectation, over ranks that are threads; one rank also as a plain process.
@Suite("Collective calls")
struct CollectiveCallTests {
  static let rankCounts = [1, 2, 3, 5]

  /// Runs `body` on that many ranks.
  private func onRanks<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (any Communicator) throws -> Value
  ) throws -> [Value] {
    if count == 1 { _ = try body(SoloRank()) }
    return try ThreadRanks.run(count: count, body)
  }

  @Test("ranks know their number and count", arguments: rankCounts)
  func ranks(count: Int) throws {
    #expect(try onRanks(count) { $0.rank } == Array(0..<count))
    #expect(try onRanks(count) { $0.rankCount } == Array(repeating: count, count: count))
  }

  @Test("sum", arguments: rankCounts)
  func sum(count: Int) throws {
    let sums = try onRanks(count) { communicator in
      var values = (0..<7).map { Float($0 + communicator.rank) }
      var span = values.mutableSpan
      try communicator.sum(&span)
      return values
    }
    let expected = (0..<7).map { Float(count * $0 + count * (count - 1) / 2) }
    #expect(sums == Array(repeating: expected, count: count))
  }

  @Test("exchange: rank r sends (r + j) mod 3 values to rank j", arguments: rankCounts)
  func exchange(count: Int) throws {
    let received = try onRanks(count) { communicator in
      let rank = communicator.rank
      // The pattern is symmetric, so the same blocks serve both ways.
      let blocks = try Blocks(counts: (0..<count).map { (rank + $0) % 3 })
      let sent = (0..<count).flatMap { Array(repeating: Float(100 * rank + $0), count: (rank + $0) % 3) }
      var values = [Float](repeating: -1, count: blocks.total + 1)
      var span = values.mutableSpan
      try communicator.exchange(sent.span, blocks, into: &span, blocks)
      return values
    }
    for (rank, values) in received.enumerated() {
      let expected = (0..<count).flatMap { Array(repeating: Float(100 * $0 + rank), count: (rank + $0) % 3) }
      #expect(values == expected + [-1])
    }
  }

  @Test("gather completes every rank's values", arguments: rankCounts)
  func gather(count: Int) throws {
    let gathered = try onRanks(count) { communicator in
      let blocks = try Blocks(counts: (0..<count).map { 2 * $0 })
      var values = [Float](repeating: -1, count: blocks.total)
      for i in blocks.range(of: communicator.rank) { values[i] = Float(communicator.rank) }
      var span = values.mutableSpan
      try communicator.gather(&span, blocks)
      return values
    }
    let expected = (0..<count).flatMap { Array(repeating: Float($0), count: 2 * $0) }
    #expect(gathered == Array(repeating: expected, count: count))
  }

  @Test("broadcast from each rank, also of nothing", arguments: rankCounts)
  func broadcast(count: Int) throws {
    for root in 0..<count {
      let bytes = try onRanks(count) { communicator in
        #expect(try communicator.broadcast([], from: root) == [])
        return try communicator.broadcast(communicator.rank == root ? [1, 2, UInt8(root)] : [9], from: root)
      }
      #expect(bytes == Array(repeating: [1, 2, UInt8(root)], count: count))
    }
  }

  @Test("bytes of different lengths are gathered", arguments: rankCounts)
  func gatherBytes(count: Int) throws {
    let all = try onRanks(count) { communicator in
      let rank = communicator.rank
      return try communicator.gatherBytes(Array(repeating: UInt8(rank), count: rank))
    }
    let expected = (0..<count).map { Array(repeating: UInt8($0), count: $0) }
    #expect(all == Array(repeating: expected, count: count))
  }

  @Test("maximum, also of negative numbers", arguments: rankCounts)
  func maximum(count: Int) throws {
    #expect(try onRanks(count) { try $0.maximum(-5 - $0.rank) } == Array(repeating: -5, count: count))
    let largest = try onRanks(count) { try $0.maximum($0.rank == count - 1 ? .max : .min) }
    #expect(largest == Array(repeating: .max, count: count))
  }

  @Test("ranks find out whether they have the same number", arguments: rankCounts)
  func same(count: Int) throws {
    for number in [0, -7, .max, .min] {
      #expect(try onRanks(count) { try $0.haveSame(number) } == Array(repeating: true, count: count))
    }
    let last = count - 1
    #expect(try onRanks(count) { try $0.haveSame($0.rank == last ? nil : 3) }.allSatisfy { !$0 })
    guard count > 1 else { return }
    #expect(try onRanks(count) { try $0.haveSame($0.rank == last ? 4 : 3) }.allSatisfy { !$0 })
  }

  @Test("calls follow each other without mixing", arguments: rankCounts)
  func sequence(count: Int) throws {
    let results = try onRanks(count) { communicator in
      try (0..<500).map { round in
        try communicator.barrier()
        return try communicator.maximum(round * 10 + communicator.rank)
      }
    }
    let expected = (0..<500).map { $0 * 10 + count - 1 }
    #expect(results == Array(repeating: expected, count: count))
  }
}
