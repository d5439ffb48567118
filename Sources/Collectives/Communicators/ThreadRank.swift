import Foundation
import Synchronization

/// One of several ranks that are threads of one process; see `ThreadRanks.run`.
final class ThreadRank: Communicator {
  let name = "threads"
  let rank: Int
  let rankCount: Int
  private let meeting: Rendezvous
  private let missed = Atomic(false)
  /// How many ranks in a row count as one host's.
  private let ranksPerHost: Int

  init(rank: Int, rankCount: Int, ranksPerHost: Int, _ meeting: Rendezvous) {
    self.rank = rank
    self.rankCount = rankCount
    self.ranksPerHost = ranksPerHost
    self.meeting = meeting
  }

  /// Whether a call failed because another rank had left.
  var wasLeft: Bool { missed.load(ordering: .relaxed) }

  func sum(_ values: inout MutableSpan<Float>) throws(CommunicationError) {
    let all = try meet("sum of \(values.count) floats", values.span.copied(0..<values.count))
    for i in values.indices {
      values[i] = all.dropFirst().reduce(all[0][i]) { $0 + $1[i] }
    }
  }

  func exchange(
    _ send: Span<Float>, _ sendBlocks: Blocks, into received: inout MutableSpan<Float>, _ receivedBlocks: Blocks
  ) throws(CommunicationError) {
    try require(sendBlocks, in: send.count, for: "exchange, sent side,")
    try require(receivedBlocks, in: received.count, for: "exchange, received side,")
    let all = try meet("exchange", (0..<rankCount).map { send.copied(sendBlocks.range(of: $0)) })
    for (sender, blocks) in all.enumerated() {
      let block = blocks[rank]
      let range = receivedBlocks.range(of: sender)
      guard block.count == range.count else {
        throw CommunicationError(
          "exchange", rank: rank,
          reason: "rank \(sender) sends \(block.count) floats, \(range.count) are expected of it")
      }
      for (i, value) in zip(range, block) { received[i] = value }
    }
  }

  func gather(_ values: inout MutableSpan<Float>, _ blocks: Blocks) throws(CommunicationError) {
    try require(blocks, in: values.count, for: "gather")
    let all = try meet("gather of \(blocks.counts) floats", values.span.copied(blocks.range(of: rank)))
    for (owner, block) in all.enumerated() {
      for (i, value) in zip(blocks.range(of: owner), block) { values[i] = value }
    }
  }

  func broadcast(_ bytes: [UInt8], from root: Int) throws(CommunicationError) -> [UInt8] {
    try require(root: root, for: "broadcast")
    return try meet("broadcast from rank \(root)", bytes)[root]
  }

  func gatherBytes(_ bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]] {
    try meet("gather of bytes", bytes)
  }

  func maximum(_ value: Int) throws(CommunicationError) -> Int {
    try meet("maximum", value).reduce(value, max)
  }

  func barrier() throws(CommunicationError) {
    _ = try meet("barrier", true)
  }

  func sameHost() throws(CommunicationError) -> any Communicator { try split(color: rank / ranksPerHost) }

  func split(color: Int) throws(CommunicationError) -> any Communicator {
    let colors = try meet("split", color)
    let members = colors.indices.filter { colors[$0] == color }
    // The first of each color brings the meeting of its group.
    let own = members.first == rank ? Rendezvous(rankCount: members.count) : nil
    if let own { meeting.tell(own, members: members) }
    let meetings = try meet("split, meetings", own)
    guard let first = members.first, let group = meetings[first], let place = members.firstIndex(of: rank) else {
      throw CommunicationError("split", rank: rank, reason: "the group of color \(color) has no meeting")
    }
    return ThreadRank(rank: place, rankCount: members.count, ranksPerHost: ranksPerHost, group)
  }

  func shareMemory(byteCount: Int) throws(CommunicationError) -> SharedMemory? {
    // All bring some, and take the first's: which rank that is, is nobody's business here.
    let own = SharedMemory(byteCount: byteCount)
    meeting.tell(own)
    return try meet("shared memory of \(byteCount) bytes", own)[0]
  }

  func abort(code: Int32) -> Never { exit(code) }

  private func meet<Value: Sendable>(_ call: String, _ value: Value) throws(CommunicationError) -> [Value] {
    do {
      return try meeting.meet(call, rank: rank, bringing: value)
    } catch {
      missed.store(true, ordering: .relaxed)
      throw error
    }
  }
}

extension Span<Float> {
  /// The values in `range` as an array.
  fileprivate func copied(_ range: Range<Int>) -> [Float] { range.map { self[$0] } }
}
