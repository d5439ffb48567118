import Crypto
import Encodings

extension CheckpointState {
  /// The identity of the run: SHA-256 over everything that decides its weights, in hexadecimal.
  ///
  /// Runs of equal identity compute equal bits, so a checkpoint of one continues the other.
  ///
  /// - Parameter initialWeights: the digest of the weights that the run starts from.
  package func identity(initialWeights: String) -> String {
    var hash = SHA256()
    for text in [architecture, config, dataDigest, kernelFamily, initialWeights] {
      // Each text is preceded by its length, so that no two lists give the same input.
      hash.update(data: Array("\(text.utf8.count):\(text),".utf8))
    }
    return Hexadecimal.text(hash.finalize())
  }
}
