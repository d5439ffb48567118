package import Pictures

/// The filters of a layer that sees the image itself.
package struct FilterBank: Equatable, Sendable {
  /// The name of the layer.
  package let layer: String
  /// Rows and columns of a filter.
  package let rows: Int
  package let columns: Int
  /// Filter after filter, row after row.
  package let weights: [Float]

  /// The filters of a convolution's kernel; nil for one that sees more than one channel.
  ///
  /// - Parameters:
  ///   - kernel: `[rows, columns, 1, filters]`, row-major.
  /// - Precondition: there are as many weights as the shape says.
  package init?(layer: String, shape: [Int], kernel: [Float]) {
    guard shape.count == 4, shape[2] == 1, shape.allSatisfy({ $0 > 0 }) else { return nil }
    precondition(kernel.count == shape.reduce(1, *), "a kernel of another shape")
    let (places, count) = (shape[0] * shape[1], shape[3])
    self.layer = layer
    (rows, columns) = (shape[0], shape[1])
    weights = (0..<count).flatMap { filter in (0..<places).map { kernel[$0 * count + filter] } }
  }

  /// The number of filters.
  package var count: Int { weights.count / (rows * columns) }

  /// The weight that is white; its negative is black.
  package var scale: Float { weights.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 } }

  /// Filter `index` in shades of grey: zero is in the middle.
  package func picture(_ index: Int) -> GrayPicture {
    let own = weights[index * rows * columns..<(index + 1) * rows * columns]
    let scale = scale
    let pixels = own.map { weight -> UInt8 in
      scale > 0 && weight.isFinite ? UInt8((127.5 + 127.5 * (weight / scale)).rounded()) : 128
    }
    return GrayPicture(rows: rows, columns: columns, pixels: pixels)
  }
}
