/// Some of a part's images, with their labels.
///
/// - Shapes: `pixels` is `[range.count, rows, columns]`, row-major; `labels` is `[range.count]`.
package struct ImageSet: Equatable, Sendable {
  /// The images' positions among those that are used: in the whole part, which is usual, their numbers in the file.
  package let range: Range<Int>
  /// The images' numbers in the file.
  package let numbers: [Int32]
  /// Rows of an image in pixels.
  package let rows: Int
  /// Columns of an image in pixels.
  package let columns: Int
  /// Grey levels, 0 (background) to 255.
  package let pixels: [UInt8]
  /// Classes, 0 to 9.
  package let labels: [UInt8]

  /// Images with their labels, as many of each as `range` has numbers.
  package init(range: Range<Int>, numbers: [Int32], rows: Int, columns: Int, pixels: [UInt8], labels: [UInt8]) {
    self.range = range
    self.numbers = numbers
    self.rows = rows
    self.columns = columns
    self.pixels = pixels
    self.labels = labels
  }

  /// The number of images.
  package var count: Int { range.count }
  /// Pixels of one image.
  package var pixelsPerImage: Int { rows * columns }
}
