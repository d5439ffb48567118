import Collectives
import Encodings
import Network

/// The scores of shards, joined over the ranks: losses along the same tree as the gradients, so for any number of
/// ranks the same bits.
enum ScoreSum {
  /// The scores of all ranks' shards, in the order of the shards. Collective.
  ///
  /// - Parameter own: this rank's shards with their scores; each shard is held by one rank, and all are held.
  static func gathered(
    _ own: [(shard: Int, score: Score)], shards: Int, communicator: any Communicator
  ) throws(CommunicationError) -> [Score] {
    var scores = [Score](repeating: Score(), count: shards)
    for bytes in try communicator.gatherBytes(encode(own)) {
      for (shard, score) in decode(bytes) where scores.indices.contains(shard) { scores[shard] = score }
    }
    return scores
  }

  /// The score of all shards' images.
  static func total(of scores: [Score], tree: SumTree) -> Score {
    var scores = scores
    let leaves = scores.indices.map { SumTree.Node(height: 0, index: $0) }
    for addition in tree.joining(leaves).additions { scores[addition.into].add(scores[addition.adding]) }
    return scores.first ?? Score()
  }

  // Four 64-bit words a shard, least significant byte first: number, bits of the loss, correct answers, images.
  private static func encode(_ scores: [(shard: Int, score: Score)]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (shard, score) in scores {
      for word in [UInt64(shard), score.lossSum.bitPattern, UInt64(score.correct), UInt64(score.images)] {
        LittleEndian.append(word, to: &bytes)
      }
    }
    return bytes
  }

  private static func decode(_ bytes: [UInt8]) -> [(shard: Int, score: Score)] {
    stride(from: 0, to: bytes.count, by: 32).map { start in
      let words = Array(LittleEndian.words(in: bytes, start..<start + 32))
      let score = Score(lossSum: Double(bitPattern: words[1]), correct: Int(words[2]), images: Int(words[3]))
      return (Int(words[0]), score)
    }
  }
}
