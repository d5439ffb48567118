import Checkpoints
import Encodings
package import KernelInterface
package import Network

/// Which run it is, by what it computes: recorded with the run, and in each of its checkpoints.
package struct RunIdentity: Codable, Equatable, Sendable {
  /// The digest of the weights that the run starts from; nil in records of earlier versions.
  package let initialWeightsSHA256: String?
  /// The digest of everything that decides the weights; runs in which it is equal compute equal bits. Nil in records of earlier
  /// versions.
  package let runSHA256: String?

  private enum CodingKeys: String, CodingKey {
    case initialWeightsSHA256 = "initial_weights_sha256"
    case runSHA256 = "run_sha256"
  }

  /// What a run has recorded.
  package init(initialWeightsSHA256: String?, runSHA256: String?) {
    self.initialWeightsSHA256 = initialWeightsSHA256
    self.runSHA256 = runSHA256
  }

  /// - Throws: an encoding error, which a configuration made of finite numbers does not cause.
  package init(
    _ configuration: TrainingConfiguration, _ network: Network, initial: FloatBuffer, dataDigest: String
  ) throws {
    let digest = WeightsDigest.hexadecimal(of: network.layout.weights(in: initial))
    initialWeightsSHA256 = digest
    runSHA256 = try configuration.runState(of: network, at: RunPosition(), dataDigest: dataDigest)
      .identity(initialWeights: digest)
  }
}
