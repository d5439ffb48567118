package import KernelInterface

/// Where one parameter tensor lies in the flat parameter vector.
///
/// The memory order is Keras' own (`[…, in, out]`, row-major), with the last two axes padded to what the kernels want;
/// padded elements are zero and stay zero, as their gradient is.
package struct TensorPlacement: Sendable {
  package let name: String
  /// The shape without padding, as Keras has it.
  package let shape: [Int]
  /// Rows of `out` floats: how many in one block of `in`, and how many blocks (taps).
  package let blocks: Int
  package let rowsPerBlock: Int
  package let paddedRowsPerBlock: Int
  package let columns: Int
  package let paddedColumns: Int
  /// The first float in the parameter vector.
  package let offset: Int

  /// Floats in memory.
  package var count: Int { blocks * paddedRowsPerBlock * paddedColumns }
  /// Elements without padding.
  package var elementCount: Int { blocks * rowsPerBlock * columns }

  /// The tensor's stretch of a vector of parameters, gradients or moments.
  package func view(of vector: FloatView) -> FloatView { vector.slice(at: offset, count: count) }

  /// The elements in Keras' order, without padding.
  package func elements(of vector: FloatView) -> [Float] {
    var elements: [Float] = []
    elements.reserveCapacity(elementCount)
    forEachRow { start in elements += vector.slice(at: start, count: columns).array }
    return elements
  }

  /// Puts elements, in Keras' order, into a vector of parameters.
  ///
  /// - Precondition: there are `elementCount` of them.
  package func place(_ elements: [Float], into vector: FloatView) {
    precondition(elements.count == elementCount, "\(name) has \(elementCount) elements, not \(elements.count)")
    var next = 0
    forEachRow { start in
      for column in 0..<columns { vector[start + column] = elements[next + column] }
      next += columns
    }
  }

  /// Calls `body` with the offset of each row of `out` floats in a vector.
  private func forEachRow(_ body: (Int) -> Void) {
    for block in 0..<blocks {
      for row in 0..<rowsPerBlock { body(offset + (block * paddedRowsPerBlock + row) * paddedColumns) }
    }
  }
}

/// The flat vector of all parameters: weights, gradients and moments share this layout.
package struct ParameterLayout: Sendable {
  /// The tensors in model order.
  package private(set) var tensors: [TensorPlacement] = []
  /// Floats of the vector, padding included.
  package private(set) var floatCount = 0

  package init() {}

  /// Parameters without padding.
  package var parameterCount: Int { tensors.reduce(0) { $0 + $1.elementCount } }

  /// Appends a tensor `[…, in, out]` whose `in` axis is padded to `paddedRows` and whose `out` axis to whole vectors.
  mutating func append(name: String, shape: [Int], paddedRows: Int? = nil) -> TensorPlacement {
    let columns = shape.last ?? 1
    let rows = shape.count > 1 ? shape[shape.count - 2] : 1
    let placement = TensorPlacement(
      name: name, shape: shape, blocks: shape.dropLast(2).reduce(1, *), rowsPerBlock: rows,
      paddedRowsPerBlock: paddedRows ?? rows, columns: columns, paddedColumns: roundedUpToLanes(columns),
      offset: floatCount)
    tensors.append(placement)
    floatCount += placement.count
    return placement
  }
}
