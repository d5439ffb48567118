package import Checkpoints
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
    initialWeightsSHA256 = WeightsDigest.hexadecimal(of: network.tensors(initial))
    runSHA256 = try configuration.runState(of: network, step: 0, epoch: 0, dataDigest: dataDigest)
      .identity(initialWeights: initialWeightsSHA256)
  }
}

extension Network {
  /// The tensors of a parameter vector, in model order, in Keras' shapes.
  package func tensors(_ parameters: FloatBuffer) -> [Tensor] {
    layout.tensors.map { Tensor(name: $0.name, shape: $0.shape, values: $0.elements(of: parameters.view)) }
  }
}
