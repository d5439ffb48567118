extension GrayPicture {
  /// The picture with each pixel as a square of `factor` × `factor`.
  ///
  /// - Precondition: `factor` is positive.
  package func enlarged(by factor: Int) -> GrayPicture {
    precondition(factor >= 1, "a picture cannot be enlarged by \(factor)")
    var larger: [UInt8] = []
    larger.reserveCapacity(pixels.count * factor * factor)
    for y in 0..<rows {
      let row = (0..<columns).flatMap { x in repeatElement(self[y, x], count: factor) }
      for _ in 0..<factor { larger += row }
    }
    return GrayPicture(rows: rows * factor, columns: columns * factor, pixels: larger)
  }

  /// The picture with no side longer than `side`: each pixel is the rounded mean of a square, as small as that allows.
  ///
  /// - Precondition: `side` is positive.
  package func reduced(toFit side: Int) -> GrayPicture {
    precondition(side >= 1, "a picture needs a pixel")
    let factor = (max(rows, columns) + side - 1) / side
    guard factor > 1 else { return self }
    let (smallRows, smallColumns) = ((rows + factor - 1) / factor, (columns + factor - 1) / factor)
    var small: [UInt8] = []
    small.reserveCapacity(smallRows * smallColumns)
    for y in 0..<smallRows {
      for x in 0..<smallColumns {
        // Squares at the right and lower edges are cut.
        let ys = y * factor..<min((y + 1) * factor, rows)
        let xs = x * factor..<min((x + 1) * factor, columns)
        let sum = ys.reduce(0) { sum, y in xs.reduce(sum) { $0 + Int(self[y, $1]) } }
        let count = ys.count * xs.count
        small.append(UInt8((sum + count / 2) / count))
      }
    }
    return GrayPicture(rows: smallRows, columns: smallColumns, pixels: small)
  }
}
