package import KernelInterface

/// The parameters of a network, with what its passes want to be made of them.
///
/// After each change of the parameters ``Network/prepare(_:part:of:)`` brings the rest up to date.
package final class NetworkWeights: Sendable {
  /// The flat vector that is trained.
  package let parameters: FloatBuffer
  /// Kernels transposed or transformed, each stage's at its own place.
  let prepared: FloatBuffer

  /// - Parameter parameters: laid out as the network's.
  package convenience init(_ parameters: FloatBuffer, for network: Network) {
    self.init(parameters, prepared: FloatBuffer(count: network.preparedCount), for: network)
  }

  /// - Parameter prepared: room for the network's ``Network/preparedCount`` floats.
  package init(_ parameters: FloatBuffer, prepared: FloatBuffer, for network: Network) {
    precondition(parameters.count == network.layout.floatCount, "the parameters are another network's")
    precondition(prepared.count == network.preparedCount, "the room is another network's")
    self.parameters = parameters
    self.prepared = prepared
  }
}
