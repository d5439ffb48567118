import Collectives
import Crypto

extension Communicator {
  /// Whether all ranks have the same bytes: by their digests, since texts of all ranks on all ranks are a gigabyte where a thousand
  /// ranks have a kilobyte each. Collective.
  func haveSame(_ bytes: [UInt8]) throws(CommunicationError) -> Bool {
    try haveSame(SHA256.hash(data: bytes).prefix(MemoryLayout<Int>.size).reduce(0) { $0 << 8 | Int($1) })
  }
}
