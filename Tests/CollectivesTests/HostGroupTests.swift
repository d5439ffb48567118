import Collectives
import Testing

/// Groups of ranks that share memory, over ranks that are threads.
@Suite("Groups of ranks", .timeLimit(.minutes(5)))
struct NodeGroupTests {
  /// Where a rank stands.
  struct Place: Equatable, Sendable {
    var rank: Int
    var rankCount: Int
    var number: Int
    var groupCount: Int
    var peer: Int
    var peerCount: Int

    init(_ group: HostGroup) {
      (rank, rankCount, number, groupCount) = (group.rank, group.rankCount, group.number, group.groupCount)
      (peer, peerCount) = (group.peers.rank, group.peers.rankCount)
    }
  }

  @Test("split keeps the order of the ranks", arguments: [1, 2, 5])
  func split(count: Int) throws {
    let places = try ThreadRanks.run(count: count) { communicator in
      let group = try communicator.split(color: communicator.rank % 2)
      let members = try group.gatherBytes([UInt8(communicator.rank)])
      #expect(members == (0..<count).filter { $0 % 2 == communicator.rank % 2 }.map { [UInt8($0)] })
      return [group.rank, group.rankCount]
    }
    #expect(places == (0..<count).map { [$0 / 2, (count + 1 - $0 % 2) / 2] })
  }

  @Test("six ranks on hosts of two are three groups")
  func regular() throws {
    let places = try ThreadRanks.run(count: 6, ranksPerHost: 2) { Place(try HostGroup(sharing: $0)) }
    for (rank, place) in places.enumerated() {
      var expected = place
      (expected.rank, expected.rankCount, expected.number) = (rank % 2, 2, rank / 2)
      (expected.groupCount, expected.peer, expected.peerCount) = (3, rank / 2, 3)
      #expect(place == expected, "rank \(rank)")
    }
  }

  @Test("hosts of different size, or of one rank, share nothing", arguments: [(5, 2), (3, 2), (4, 1)])
  func irregular(ranks: Int, perNode: Int) throws {
    let places = try ThreadRanks.run(count: ranks, ranksPerHost: perNode) { Place(try HostGroup(sharing: $0)) }
    let alone = try ThreadRanks.run(count: ranks) { Place(HostGroup(alone: $0)) }
    #expect(places == alone)
    #expect(alone.map(\.number) == Array(0..<ranks))
    #expect(alone.map(\.rankCount) == Array(repeating: 1, count: ranks))
  }

  @Test("what a rank writes the others read behind the barrier", arguments: [2, 3, 5, 8, 9, 17, 70])
  func memory(count: Int) throws {
    let rounds = count > 8 ? 30 : 300
    let sums = try ThreadRanks.run(count: count, ranksPerHost: count) { communicator in
      let group = try HostGroup(sharing: communicator)
      let memory = try #require(try group.shareMemory(byteCount: count * MemoryLayout<Int>.stride))
      var total = 0
      for round in 0..<rounds {
        unsafe memory.start.storeBytes(of: round * group.rank, toByteOffset: 8 * group.rank, as: Int.self)
        try memory.wait()
        for rank in 0..<count { total += unsafe memory.start.load(fromByteOffset: 8 * rank, as: Int.self) }
        try memory.wait()
      }
      return total
    }
    let expected = rounds * (rounds - 1) / 2 * (count * (count - 1) / 2)
    #expect(sums == Array(repeating: expected, count: count))
  }

  @Test("a rank that leaves does not hang those at the barrier", arguments: [3, 12, 65])
  func leaver(count: Int) throws {
    let results = try ThreadRanks.run(count: count, ranksPerHost: count) { communicator -> String in
      let group = try HostGroup(sharing: communicator)
      let memory = try #require(try group.shareMemory(byteCount: 64))
      do {
        if group.rank == 1 { return "left" }
        try memory.wait()
        return "passed"
      } catch {
        return "\(error)"
      }
    }
    #expect(results[1] == "left")
    for rank in 0..<count where rank != 1 { #expect(results[rank].contains("has left the job"), "\(results[rank])") }
  }

  @Test("a rank alone has memory and waits for nobody")
  func alone() throws {
    let group = HostGroup(alone: SoloRank())
    let memory = try #require(try group.shareMemory(byteCount: 100))
    try memory.wait()
    #expect(memory.byteCount == 100)
  }
}
