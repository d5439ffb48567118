import Collectives
import Testing

@Suite("Communication errors")
struct CommunicationErrorTests {
  private struct OwnError: Error, Equatable {
    let rank: Int
  }

  @Test("a rank that throws makes all throw, and its error is the one reported", arguments: [2, 3, 5])
  func throwingRank(count: Int) {
    #expect(throws: OwnError(rank: count - 1)) {
      try ThreadRanks.run(count: count) { communicator in
        try communicator.barrier()
        if communicator.rank == count - 1 { throw OwnError(rank: communicator.rank) }
        while true { try communicator.barrier() }
      }
    }
  }

  @Test("a rank that is waited for and has returned is named")
  func returnedRank() {
    let error = #expect(throws: CommunicationError.self) {
      try ThreadRanks.run(count: 3) { communicator in
        if communicator.rank != 1 { try communicator.barrier() }
      }
    }
    #expect(error.map { "\($0)" } == "rank 0: barrier failed: rank 1 has left the job")
  }

  @Test("ranks that call different things both throw")
  func mismatch() {
    let error = #expect(throws: CommunicationError.self) {
      try ThreadRanks.run(count: 2) { communicator in
        if communicator.rank == 0 { try communicator.barrier() } else { _ = try communicator.maximum(1) }
      }
    }
    #expect(error?.reason.contains("called barrier") == true)
    #expect(error?.reason.contains("called maximum") == true)
  }

  @Test("an exchange of unequal lengths is refused by the receiver")
  func unequalExchange() {
    let error = #expect(throws: CommunicationError.self) {
      try ThreadRanks.run(count: 2) { communicator in
        let sent = try Blocks(counts: [1, 2])
        let expected = try Blocks(counts: communicator.rank == 0 ? [1, 1] : [3, 2])
        var values = [Float](repeating: 0, count: 5)
        var span = values.mutableSpan
        try communicator.exchange([1, 2, 3].span, sent, into: &span, expected)
      }
    }
    #expect(error.map { "\($0)" } == "rank 1: exchange failed: rank 0 sends 2 floats, 3 are expected of it")
  }

  @Test("blocks that do not fit are refused before anything is sent", arguments: [1, 2])
  func unfitBlocks(count: Int) throws {
    let messages = try ThreadRanks.run(count: count) { communicator in
      refusals(communicator)
    }
    for (rank, own) in messages.enumerated() {
      #expect(
        own == [
          "rank \(rank): gather failed: the blocks cover \(9 * count) floats, the buffer has 3",
          "rank \(rank): gather failed: \(count + 1) blocks for \(count) ranks, expected one each",
          "rank \(rank): broadcast failed: there is no rank \(count) among \(count)",
          "rank \(rank): broadcast failed: there is no rank -1 among \(count)",
        ])
    }
    if count == 1 { #expect(refusals(SoloRank()) == messages[0]) }
  }

  @Test("a plain process refuses to receive other than it sends")
  func soloExchange() throws {
    let one = try Blocks(counts: [1])
    let two = try Blocks(counts: [2])
    #expect(throws: CommunicationError.self) {
      var values: [Float] = [0, 0]
      var span = values.mutableSpan
      try SoloRank().exchange([1, 2].span, two, into: &span, one)
    }
  }

  @Test("without a rank the message starts with the call")
  func description() {
    let error = CommunicationError("MPI_Init_thread", rank: nil, reason: "no")
    #expect("\(error)" == "MPI_Init_thread failed: no")
  }
}

/// The messages of four calls that every communicator must refuse by itself.
private func refusals(_ communicator: any Communicator) -> [String] {
  let count = communicator.rankCount
  func gather(_ counts: [Int]) throws {
    var values: [Float] = [0, 0, 0]
    var span = values.mutableSpan
    try communicator.gather(&span, try Blocks(counts: counts))
  }
  let calls: [() throws -> Void] = [
    { try gather(Array(repeating: 9, count: count)) },
    { try gather(Array(repeating: 0, count: count + 1)) },
    { _ = try communicator.broadcast([], from: count) },
    { _ = try communicator.broadcast([], from: -1) },
  ]
  return calls.map { call in
    do {
      try call()
      return "no error"
    } catch {
      return "\(error)"
    }
  }
}
