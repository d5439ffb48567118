import Collectives
import Encodings

/// What the owner of a pass tells the others: which pass it was, what came of it, and the images that they have not loaded.
struct AuditRecord {
  let node: SumTree.Node
  /// The owner's thread.
  let thread: Int
  /// Whether another worker of the owner's group computed it.
  let wasTaken: Bool
  /// Of gradient and scores.
  let digest: UInt64
  /// As ``LeafImages/bytes(of:step:)`` writes them.
  let images: [UInt8]

  private static let headerBytes = 5 * 8

  init(node: SumTree.Node, thread: Int, wasTaken: Bool, digest: UInt64, images: [UInt8]) {
    (self.node, self.thread, self.wasTaken) = (node, thread, wasTaken)
    (self.digest, self.images) = (digest, images)
  }

  /// Nil for bytes that are none.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.headerBytes else { return nil }
    let words = Array(LittleEndian.words(in: bytes, 0..<Self.headerBytes))
    self.init(
      node: SumTree.Node(height: Int(words[0]), index: Int(words[1])), thread: Int(words[2]), wasTaken: words[3] != 0,
      digest: words[4], images: Array(bytes[Self.headerBytes...]))
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for word in [UInt64(node.height), UInt64(node.index), UInt64(thread), wasTaken ? 1 : 0, digest] {
      LittleEndian.append(word, to: &bytes)
    }
    return bytes + images
  }
}
