/// What layers demand of their options and of the shape that they are given.
enum Requirement {
  /// The input as an image.
  static func image(_ input: [Int]) throws(ArchitectureError) -> ImageShape {
    guard input.count == 3 else {
      throw ArchitectureError(
        field: "input shape", found: "\(input)", supported: "an image [rows, columns, channels], before any Flatten")
    }
    return ImageShape(rows: input[0], columns: input[1], channels: input[2])
  }

  /// Checks that a window has an area, and that it fits into the image.
  static func fits(_ window: WindowSize, field: String, in image: ImageShape) throws(ArchitectureError) {
    guard 1...max(1, image.rows) ~= window.rows, 1...max(1, image.columns) ~= window.columns else {
      throw ArchitectureError(
        field: field, found: "\(window) on an input of shape \(image.axes)",
        supported: "from [1,1] to [\(image.rows),\(image.columns)]")
    }
  }

  /// Checks that a count such as filters or units is positive, and small enough for a tensor's axis.
  static func count(_ field: String, _ count: Int) throws(ArchitectureError) {
    guard 1...ElementCount.limit ~= count else {
      throw ArchitectureError(field: field, found: "\(count)", supported: "1 to \(ElementCount.limit)")
    }
  }
}
