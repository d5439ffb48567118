/// Ranks whose heartbeats say when they wait for each other: in every collective call.
package final class WatchedRanks: Communicator {
  private let ranks: any Communicator
  private let own: Heartbeat

  init(_ ranks: any Communicator, _ heartbeat: Heartbeat) { (self.ranks, own) = (ranks, heartbeat) }

  package var heartbeat: Heartbeat? { own }
  package var name: String { ranks.name }
  package var rank: Int { ranks.rank }
  package var rankCount: Int { ranks.rankCount }

  package func sum(_ values: inout MutableSpan<Float>) throws(CommunicationError) {
    own.setWaiting(true)
    defer { own.setWaiting(false) }
    try ranks.sum(&values)
  }

  package func exchange(
    _ send: Span<Float>, _ sendBlocks: Blocks, into received: inout MutableSpan<Float>, _ receivedBlocks: Blocks
  ) throws(CommunicationError) {
    own.setWaiting(true)
    defer { own.setWaiting(false) }
    try ranks.exchange(send, sendBlocks, into: &received, receivedBlocks)
  }

  package func gather(_ values: inout MutableSpan<Float>, _ blocks: Blocks) throws(CommunicationError) {
    own.setWaiting(true)
    defer { own.setWaiting(false) }
    try ranks.gather(&values, blocks)
  }

  package func broadcast(_ bytes: [UInt8], from root: Int) throws(CommunicationError) -> [UInt8] {
    try waiting { () throws(CommunicationError) in try ranks.broadcast(bytes, from: root) }
  }

  package func gatherBytes(_ bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]] {
    try waiting { () throws(CommunicationError) in try ranks.gatherBytes(bytes) }
  }

  package func maximum(_ value: Int) throws(CommunicationError) -> Int {
    try waiting { () throws(CommunicationError) in try ranks.maximum(value) }
  }

  package func barrier() throws(CommunicationError) {
    try waiting { () throws(CommunicationError) in try ranks.barrier() }
  }

  package func sameHost() throws(CommunicationError) -> any Communicator {
    try waiting { () throws(CommunicationError) in WatchedRanks(try ranks.sameHost(), own) }
  }

  package func split(color: Int) throws(CommunicationError) -> any Communicator {
    try waiting { () throws(CommunicationError) in WatchedRanks(try ranks.split(color: color), own) }
  }

  package func shareMemory(byteCount: Int) throws(CommunicationError) -> SharedMemory? {
    try waiting { () throws(CommunicationError) in try ranks.shareMemory(byteCount: byteCount) }
  }

  package func lending<Value>(_ body: () throws -> Value) throws -> Value { try ranks.lending(body) }

  package func abort(code: Int32) -> Never { ranks.abort(code: code) }

  private func waiting<Value>(_ call: () throws(CommunicationError) -> Value) throws(CommunicationError) -> Value {
    own.setWaiting(true)
    defer { own.setWaiting(false) }
    return try call()
  }
}
