import Checkpoints
import Encodings
package import KernelInterface
package import Network

/// Which run it is, by what it computes: recorded with the run, and in each of its checkpoints.
package struct RunIdentity: Equatable, Sendable {
  /// The digest of the weights that the run starts from.
  package let initialWeightsSHA256: String
  /// The digest of everything that decides the weights; runs in which it is equal compute equal bits.
  package let runSHA256: String

  /// - Throws: an encoding error, which a configuration made of finite numbers does not cause.
  package init(
    _ configuration: TrainingConfiguration, _ network: Network, initial: FloatBuffer, dataDigest: String
  ) throws {
    initialWeightsSHA256 = WeightsDigest.hexadecimal(of: network.layout.weights(in: initial))
    runSHA256 = try configuration.runState(of: network, at: RunPosition(), dataDigest: dataDigest)
      .identity(initialWeights: initialWeightsSHA256)
  }
}
