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

  /// The number of images.
  package var count: Int { range.count }
  /// Pixels of one image.
  package var pixelsPerImage: Int { rows * columns }
}
