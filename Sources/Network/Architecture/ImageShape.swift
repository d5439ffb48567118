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
