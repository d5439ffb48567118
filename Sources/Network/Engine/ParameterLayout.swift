package import KernelInterface

/// Where one parameter tensor lies in the flat parameter vector.
///
/// The memory order is Keras' own (`[…, in, out]`, row-major), or for kernels that are used channel by channel output-major
/// (`[out, …, in]`); with the last two axes padded to what the kernels want. Padded elements are zero and stay zero, as
/// their gradient is. In files and for initial weights the order is always Keras'.
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
  /// True: `[out, …, in]`.
  let isOutputMajor: Bool
  /// How training changes the tensor.
  package let role: TensorRole

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
    forEachElement { elements.append(vector[$0]) }
    return elements
  }

  /// Puts elements, in Keras' order, into a vector of parameters.
  ///
  /// - Precondition: there are `elementCount` of them.
  package func place(_ elements: [Float], into vector: FloatView) {
    precondition(elements.count == elementCount, "\(name) has \(elementCount) elements, not \(elements.count)")
    var next = 0
    forEachElement { index in
      vector[index] = elements[next]
      next += 1
    }
  }

  /// Where the elements lie in a vector, in Keras' order.
  package var elementPlaces: [Int] {
    var places: [Int] = []
    places.reserveCapacity(elementCount)
    forEachElement { places.append($0) }
    return places
  }

  /// Calls `body` with the index of each element in a vector, in Keras' order.
  private func forEachElement(_ body: (Int) -> Void) {
    let (rowStride, columnStride) = isOutputMajor ? (1, blocks * paddedRowsPerBlock) : (paddedColumns, 1)
    for block in 0..<blocks {
      for row in 0..<rowsPerBlock {
        let start = offset + (block * paddedRowsPerBlock + row) * rowStride
        for column in 0..<columns { body(start + column * columnStride) }
      }
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
  package mutating func append(
    _ tensor: TensorDescription, paddedRows: Int? = nil, isOutputMajor: Bool = false
  ) -> TensorPlacement {
    let shape = tensor.shape
    let columns = shape.last ?? 1
    let rows = shape.count > 1 ? shape[shape.count - 2] : 1
    let placement = TensorPlacement(
      name: tensor.name, shape: shape, blocks: shape.dropLast(2).reduce(1, *), rowsPerBlock: rows,
      paddedRowsPerBlock: paddedRows ?? rows, columns: columns, paddedColumns: roundedUpToLanes(columns),
      offset: floatCount, isOutputMajor: isOutputMajor, role: tensor.role)
    tensors.append(placement)
    floatCount += placement.count
    return placement
  }
}
