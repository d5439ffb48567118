/// A named array of numbers in row-major order.
package struct Tensor: Equatable, Sendable {
  /// The name, `<layer>.<kernel|bias|…>` for weights.
  package let name: String
  /// The length of each dimension, outermost first; empty for a single number.
  package let shape: [Int]
  /// The elements, as many as the product of `shape`; checked when the tensor is put into a file.
  package let values: [Float]

  /// A tensor of `values`, whose last dimension runs fastest.
  package init(name: String, shape: [Int], values: [Float]) {
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// The same numbers under another name.
  func renamed(_ name: String) -> Tensor { Tensor(name: name, shape: shape, values: values) }
}
