/// The ranks of one job, seen from one of them: the few collective operations that training needs.
///
/// Every method except `abort` is *collective*: every rank must call it, in the same order, with the
/// same counts, or the ranks wait for each other. All calls come from one thread of the rank. An error
/// leaves the ranks out of step; the only call that may follow is `abort`.
package protocol Communicator: AnyObject, Sendable {
  /// What carries the messages, for the plan that is printed at the start: "Open MPI 4.1.4".
  var name: String { get }
  /// This rank's number, in 0..<rankCount.
  var rank: Int { get }
  /// The number of ranks, at least 1.
  var rankCount: Int { get }
  /// With which this rank says what it does; nil where nobody watches.
  var heartbeat: Heartbeat? { get }

  /// Replaces every value by the sum of all ranks' values at that position.
  ///
  /// The order of the additions is the library's and may depend on the number of ranks, so the bits may
  /// too; a sum whose bits do not depend on it takes `exchange`, a `SumTree` and `gather`.
  func sum(_ values: inout MutableSpan<Float>) throws(CommunicationError)

  /// Sends block r of `send` to rank r, and receives rank r's block for this rank as block r of `received`.
  ///
  /// - Shapes: `sendBlocks` and `receivedBlocks` have one block per rank; the length of block r of
  ///   `receivedBlocks` equals the length of this rank's block in rank r's `sendBlocks`.
  func exchange(
    _ send: Span<Float>, _ sendBlocks: Blocks, into received: inout MutableSpan<Float>, _ receivedBlocks: Blocks
  ) throws(CommunicationError)

  /// Completes `values`, of which every rank has filled its own block, with the blocks of the others.
  ///
  /// - Shapes: `blocks` has one block per rank and is the same on all ranks.
  func gather(_ values: inout MutableSpan<Float>, _ blocks: Blocks) throws(CommunicationError)

  /// The bytes of rank `root`; what the others pass is ignored, and may be empty.
  func broadcast(_ bytes: [UInt8], from root: Int) throws(CommunicationError) -> [UInt8]

  /// The bytes of every rank, in rank order; their lengths may differ.
  func gatherBytes(_ bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]]

  /// The largest of all ranks' values.
  func maximum(_ value: Int) throws(CommunicationError) -> Int

  /// Returns when every rank has called it.
  func barrier() throws(CommunicationError)

  /// The ranks among these that run on the same host, as ranks of their own, in the same order.
  func sameHost() throws(CommunicationError) -> any Communicator

  /// The ranks that pass the same color (0 or more), as ranks of their own, in the same order.
  func split(color: Int) throws(CommunicationError) -> any Communicator

  /// Memory that all these ranks read and write, zero at first; nil on all of them where they cannot share any.
  ///
  /// - Precondition: the ranks run on one host.
  func shareMemory(byteCount: Int) throws(CommunicationError) -> SharedMemory?

  /// Runs `body`, and then gives back the memory and the groups that were made in it, of which nothing may be used any
  /// more. Where `body` throws, the job ends anyway, and nothing is given back.
  func lending<Value>(_ body: () throws -> Value) throws -> Value

  /// Ends every rank of the job with this exit code (1...127), without waiting for the others; not collective.
  ///
  /// Say why on standard error first; the C streams are flushed.
  func abort(code: Int32) -> Never
}

extension Communicator {
  /// For ranks that nobody watches.
  package var heartbeat: Heartbeat? { nil }

  /// For ranks whose memory goes with its last reference.
  package func lending<Value>(_ body: () throws -> Value) throws -> Value { try body() }

  /// Whether all ranks have the same number. Collective.
  ///
  /// - Parameter number: nil where this rank knows already that they have not; it makes every call all the same.
  package func haveSame(_ number: Int?) throws(CommunicationError) -> Bool {
    let largest = try maximum(number ?? .max)
    // The complement turns the order round.
    return try largest == ~maximum(number.map { ~$0 } ?? .max)
  }

  /// Throws unless there is one block per rank and `floats` values hold them all.
  package func require(
    _ blocks: Blocks, in floats: Int, for call: @autoclosure () -> String
  ) throws(CommunicationError) {
    guard blocks.counts.count == rankCount else {
      throw CommunicationError(
        call(), rank: rank, reason: "\(blocks.counts.count) blocks for \(rankCount) ranks, expected one each")
    }
    guard blocks.total <= floats else {
      throw CommunicationError(
        call(), rank: rank, reason: "the blocks cover \(blocks.total) floats, the buffer has \(floats)")
    }
  }

  /// Throws unless `root` is a rank.
  package func require(root: Int, for call: @autoclosure () -> String) throws(CommunicationError) {
    guard (0..<rankCount).contains(root) else {
      throw CommunicationError(call(), rank: rank, reason: "there is no rank \(root) among \(rankCount)")
    }
  }
}
