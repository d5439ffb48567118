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

  /// Where windows lie on an image.
  ///
  /// - Throws: if a window or a stride is not positive, or a window is larger than the image and there is no padding.
  static func grid(
    window: WindowSize, named field: String, strides: WindowSize, padding: Padding, on image: ImageShape
  ) throws(ArchitectureError) -> WindowGrid {
    let isValid = padding == .valid
    let largest = (
      rows: isValid ? image.rows : ElementCount.limit, columns: isValid ? image.columns : ElementCount.limit
    )
    guard 1...max(1, largest.rows) ~= window.rows, 1...max(1, largest.columns) ~= window.columns else {
      throw ArchitectureError(
        field: field, found: "\(window) on an input of shape \(image.axes)",
        supported: "from [1,1] to [\(largest.rows),\(largest.columns)]")
    }
    guard 1...ElementCount.limit ~= strides.rows, 1...ElementCount.limit ~= strides.columns else {
      throw ArchitectureError(
        field: "strides", found: "\(strides)", supported: "from [1,1] to [\(ElementCount.limit),\(ElementCount.limit)]")
    }
    return WindowGrid(image: image, window: window, strides: strides, padding: padding)
  }

  /// Checks that the positions of a window can be told apart: a winner's is kept in single precision.
  static func positions(_ field: String, rows: Int, columns: Int) throws(ArchitectureError) {
    let limit = 1 << 24
    // Both are at most ElementCount.limit: nothing overflows.
    guard rows * columns <= limit else {
      throw ArchitectureError(field: field, found: "[\(rows),\(columns)]", supported: "at most \(limit) positions")
    }
  }

  /// Checks that a count such as filters or units is positive, and small enough for a tensor's axis.
  static func count(_ field: String, _ count: Int) throws(ArchitectureError) {
    guard 1...ElementCount.limit ~= count else {
      throw ArchitectureError(field: field, found: "\(count)", supported: "1 to \(ElementCount.limit)")
    }
  }

  /// Checks that an axis is that of the channels: −1, or its number with the batch as axis 0.
  static func lastAxis(_ axis: Int, of input: [Int]) throws(ArchitectureError) {
    guard axis == LayerFields.lastAxis || axis == input.count else {
      throw ArchitectureError(
        field: "axis", found: "\(axis) on an input of shape \(input)", supported: "-1 or \(input.count): the channels")
    }
  }

  /// Checks a slope or a factor.
  static func notNegative(_ field: String, _ number: Double) throws(ArchitectureError) {
    guard number >= 0, number.isFinite else {
      throw ArchitectureError(field: field, found: "\(number)", supported: "a number from 0")
    }
  }

  /// Checks a number of any sign that must not become infinite in single precision.
  static func single(_ field: String, _ number: Double) throws(ArchitectureError) {
    guard Float(number).isFinite else {
      throw ArchitectureError(field: field, found: "\(number)", supported: "a finite number, in single precision")
    }
  }

  /// Checks a number that may have any sign.
  static func finite(_ field: String, _ number: Double) throws(ArchitectureError) {
    guard number.isFinite else {
      throw ArchitectureError(field: field, found: "\(number)", supported: "a finite number")
    }
  }
}
