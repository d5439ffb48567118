/// A picture in shades of grey.
package struct GrayPicture: Equatable, Sendable {
  /// The number of rows.
  package let rows: Int
  /// Pixels of a row.
  package let columns: Int
  /// Row after row, from 0 (black) to 255 (white).
  package let pixels: [UInt8]

  /// - Precondition: there are `rows` × `columns` pixels.
  package init(rows: Int, columns: Int, pixels: [UInt8]) {
    precondition(pixels.count == rows * columns, "\(pixels.count) pixels are not \(rows) x \(columns)")
    self.rows = rows
    self.columns = columns
    self.pixels = pixels
  }

  /// The picture with black and white exchanged.
  package var inverted: GrayPicture {
    GrayPicture(rows: rows, columns: columns, pixels: pixels.map { 255 - $0 })
  }

  /// The mean of the outermost pixels, from 0 to 255.
  package var borderMean: Double {
    var (sum, count) = (0, 0)
    for y in 0..<rows {
      for x in 0..<columns where y == 0 || y == rows - 1 || x == 0 || x == columns - 1 {
        sum += Int(pixels[y * columns + x])
        count += 1
      }
    }
    return count == 0 ? 0 : Double(sum) / Double(count)
  }

  /// Whether all pixels are the same.
  package var isBlank: Bool { pixels.allSatisfy { $0 == pixels.first } }

  subscript(y: Int, x: Int) -> UInt8 { pixels[y * columns + x] }
}
