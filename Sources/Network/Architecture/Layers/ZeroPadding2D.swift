/// Keras' `ZeroPadding2D`: rows and columns of zeros around an image.
///
/// - Shapes: input `[rows, columns, c]`, output `[top + rows + bottom, left + columns + right, c]`.
package struct ZeroPadding2D: LayerDescription {
  /// Rows above the image.
  package let top: Int
  /// Rows below the image.
  package let bottom: Int
  /// Columns on its left.
  package let left: Int
  /// Columns on its right.
  package let right: Int

  /// A layer with the given sizes; an ``Architecture`` checks them.
  package init(top: Int, bottom: Int, left: Int, right: Int) {
    self.top = top
    self.bottom = bottom
    self.left = left
    self.right = right
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    let value = fields.take("padding") ?? 1
    let axes = value.elements ?? [value, value]
    let sides = axes.map { Self.sides($0) }
    guard sides.count == 2, let rows = sides[0], let columns = sides[1] else {
      throw .unsupported("padding", value, "a whole number, [rows,columns], or [[top,bottom],[left,right]]")
    }
    self.init(top: rows.before, bottom: rows.after, left: columns.before, right: columns.after)
    try fields.channelsLast()
  }

  /// The padding of one axis: one number for both sides, or two.
  private static func sides(_ value: JSONValue) -> (before: Int, after: Int)? {
    let numbers = (value.elements ?? [value, value]).map(\.wholeNumber)
    guard numbers.count == 2, let before = numbers[0], let after = numbers[1] else { return nil }
    return (before, after)
  }

  var layerClass: LayerClass { .zeroPadding2D }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    let image = try Requirement.image(input)
    for side in [top, bottom, left, right] where !(0...ElementCount.limit ~= side) {
      throw ArchitectureError(field: "padding", found: "\(side)", supported: "0 to \(ElementCount.limit)")
    }
    return [top + image.rows + bottom, left + image.columns + right, image.channels]
  }

  func outputArithmetic(for input: [Int]) -> [String] {
    [
      "output rows \(top) + \(input[0]) + \(bottom) = \(top + input[0] + bottom), "
        + "columns \(left) + \(input[1]) + \(right) = \(left + input[1] + right)"
    ]
  }

  var kerasFields: [String: JSONValue] {
    [
      "padding": .array([
        .array([.integer(top), .integer(bottom)]), .array([.integer(left), .integer(right)]),
      ])
    ]
  }
}
