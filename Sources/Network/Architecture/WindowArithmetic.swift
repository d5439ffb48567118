extension WindowGrid {
  /// How the numbers of rows and columns come about; one sum does for both where they are alike.
  ///
  /// A second line tells on which sides how much is padded.
  var arithmetic: [String] {
    let isAlike = rows == columns
    let output = isAlike ? "output \(rows.arithmetic)" : "output rows \(rows.arithmetic), columns \(columns.arithmetic)"
    guard rows.padding + columns.padding > 0 else { return [output] }
    return [
      output,
      "same padding: rows \(rows.paddingBefore) above, \(rows.paddingAfter) below, "
        + "columns \(columns.paddingBefore) left, \(columns.paddingAfter) right",
    ]
  }
}

extension WindowGeometry {
  /// The formula that lab manuals have for the size of an output.
  static let formula = "(W - F + 2*P)/S + 1"

  /// The formula with its numbers and its result: `(28 - 3 + 2*0)/1 + 1 = 26`.
  var arithmetic: String {
    // Padding that differs on both sides is no 2*P.
    let isEven = paddingBefore == paddingAfter
    let padding = isEven ? "2*\(paddingBefore)" : "\(paddingBefore) + \(paddingAfter)"
    let quotient = "(\(inputSize) - \(windowSize) + \(padding))/\(stride)"
    let isExact = (inputSize - windowSize + self.padding).isMultiple(of: stride)
    return "\(isExact ? quotient : "floor(\(quotient))") + 1 = \(outputSize)"
  }
}
