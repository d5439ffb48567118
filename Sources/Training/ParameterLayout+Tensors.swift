package import Checkpoints
package import KernelInterface
package import Network

extension ParameterLayout {
  /// The weights in a flat vector, in model order, in Keras' shapes.
  package func weights(in vector: FloatBuffer) -> [Tensor] { tensors.map { $0.tensor(of: vector) } }

  /// Those that are trained.
  func trainedWeights(in vector: FloatBuffer) -> [Tensor] {
    tensors.filter(\.role.isTrained).map { $0.tensor(of: vector) }
  }
}

extension TensorPlacement {
  fileprivate func tensor(of vector: FloatBuffer) -> Tensor {
    Tensor(name: name, shape: shape, values: elements(of: vector.view))
  }
}
