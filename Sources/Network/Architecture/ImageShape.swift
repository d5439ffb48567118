/// The shape of one input image.
package struct ImageShape: Equatable, Sendable {
  /// Pixels from top to bottom.
  package let rows: Int
  /// Pixels from left to right.
  package let columns: Int
  /// Numbers per pixel.
  package let channels: Int

  /// A shape; an ``Architecture`` checks it.
  package init(rows: Int, columns: Int, channels: Int) {
    self.rows = rows
    self.columns = columns
    self.channels = channels
  }

  /// The image of an input with `[rows, columns, channels]`, `[rows, columns]`, or the pixels of a square one in a row.
  ///
  /// - Throws: if an axis is not positive, if there are too many numbers, or if pixels in a row make no square.
  init(inputAxes axes: [Int]) throws(ArchitectureError) {
    guard !axes.contains(where: { $0 < 1 }) else {
      throw ArchitectureError(
        field: "input shape", found: "\(axes)", supported: "at least [1, 1, 1]: rows, columns, channels")
    }
    let count = try ElementCount.of(axes, field: "input shape")
    switch axes.count {
    case 3: self.init(rows: axes[0], columns: axes[1], channels: axes[2])
    case 2: self.init(rows: axes[0], columns: axes[1], channels: 1)
    default:
      let side = Int(Double(count).squareRoot())
      guard axes.count == 1, side * side == count else {
        throw ArchitectureError(
          field: "input shape", found: "\(axes)",
          supported: "[rows, columns, channels], [rows, columns], or the pixels of a square image, as [784]")
      }
      self.init(rows: side, columns: side, channels: 1)
    }
  }

  /// The shape as layers see it: `[rows, columns, channels]`.
  package var axes: [Int] { [rows, columns, channels] }
}

/// The height and width of a window: a convolution's kernel, a pool.
package struct WindowSize: Equatable, Sendable, CustomStringConvertible {
  /// Pixels from top to bottom.
  package let rows: Int
  /// Pixels from left to right.
  package let columns: Int

  /// A size; the layer that has it checks it.
  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The window as Keras writes it: `[rows,columns]`.
  package var description: String { "[\(rows),\(columns)]" }

  var json: JSONValue { .array([.integer(rows), .integer(columns)]) }
}
