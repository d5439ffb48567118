import Foundation

/// A plain process as the only rank: every collective is trivial, and nothing is started.
package final class SoloRank: Communicator {
  /// The one rank.
  package init() {}

  package var name: String { "one process" }
  package var rank: Int { 0 }
  package var rankCount: Int { 1 }

  package func sum(_ values: inout MutableSpan<Float>) throws(CommunicationError) {}

  package func exchange(
    _ send: Span<Float>, _ sendBlocks: Blocks, into received: inout MutableSpan<Float>, _ receivedBlocks: Blocks
  ) throws(CommunicationError) {
    try require(sendBlocks, in: send.count, for: "exchange, sent side,")
    try require(receivedBlocks, in: received.count, for: "exchange, received side,")
    guard sendBlocks == receivedBlocks else {
      throw CommunicationError(
        "exchange", rank: rank,
        reason: "\(sendBlocks.total) floats are sent, \(receivedBlocks.total) are expected")
    }
    for i in 0..<sendBlocks.total { received[i] = send[i] }
  }

  package func gather(_ values: inout MutableSpan<Float>, _ blocks: Blocks) throws(CommunicationError) {
    try require(blocks, in: values.count, for: "gather")
  }

  package func broadcast(_ bytes: [UInt8], from root: Int) throws(CommunicationError) -> [UInt8] {
    try require(root: root, for: "broadcast")
    return bytes
  }

  package func gatherBytes(_ bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]] { [bytes] }

  package func maximum(_ value: Int) throws(CommunicationError) -> Int { value }

  package func barrier() throws(CommunicationError) {}

  package func sameHost() -> any Communicator { self }

  package func split(color: Int) -> any Communicator { self }

  package func shareMemory(byteCount: Int) -> SharedMemory? { SharedMemory(byteCount: byteCount) }

  package func abort(code: Int32) -> Never { exit(code) }
}
