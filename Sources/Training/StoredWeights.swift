package import Checkpoints
package import KernelInterface
package import Network
package import SystemPackage
import TextTables

/// Weights from a file, put where a network wants them.
package enum StoredWeights {
  /// The parameter vector with the tensors of a file, which are matched by name.
  ///
  /// - Throws: `badData` if a tensor of the network is missing or has another shape, or if one is left over.
  package static func parameters(
    of network: Network, from tensors: [Tensor], file: FilePath
  ) throws(StorageError) -> FloatBuffer {
    let parameters = FloatBuffer(count: network.layout.floatCount)
    for placement in network.layout.tensors {
      guard let tensor = tensors.first(where: { $0.name == placement.name }) else {
        throw error(file, "has no tensor \(placement.name.printable())", network)
      }
      guard tensor.shape == placement.shape, tensor.values.count == placement.elementCount else {
        throw error(
          file, "tensor \(placement.name.printable()) has shape \(tensor.shape), expected \(placement.shape)", network)
      }
      placement.place(tensor.values, into: parameters.view)
    }
    let names = Set(network.layout.tensors.map(\.name))
    if let extra = tensors.first(where: { !names.contains($0.name) }) {
      throw error(file, "tensor \(extra.name.printable()) is not in the model", network)
    }
    return parameters
  }

  private static func error(_ file: FilePath, _ problem: String, _ network: Network) -> StorageError {
    StorageError(
      .badData, file, problem,
      advice: "Use weights of the model \(network.architecture.name.printable()), or name their --model")
  }
}
