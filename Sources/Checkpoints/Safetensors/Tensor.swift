import SystemPackage
import TextTables

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

  /// Name and shape.
  var outline: TensorOutline { TensorOutline(name: name, shape: shape) }

  /// Throws `badData` unless all numbers of a tensor of the file `path` are finite.
  func requireFinite(in path: FilePath) throws(StorageError) {
    guard let index = values.firstIndex(where: { !$0.isFinite }) else { return }
    let count = values.count { !$0.isFinite }
    throw StorageError(
      .badData, path,
      "tensor \(name.quoted) holds \(values[index]) at element \(index), \(count) of its \(values.count) numbers are not "
        + "finite", advice: "The training that made it has diverged; use an earlier checkpoint or other weights")
  }

  /// The same numbers under another name.
  package func renamed(_ name: String) -> Tensor { Tensor(name: name, shape: shape, values: values) }
}

/// A tensor without its numbers.
package struct TensorOutline: Equatable, Sendable {
  package let name: String
  /// The length of each dimension, outermost first.
  package let shape: [Int]

  package init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}
