/// Pictures of one size in rows, with a frame around each.
package struct ContactSheet: Sendable {
  /// The frame's width in pixels.
  private static let frame = 1
  /// The frame's shade: neither the garments' nor their background's.
  private static let frameShade: UInt8 = 96

  /// The pictures together.
  package let picture: GrayPicture

  /// Pixels of the longer side of an enlarged picture.
  private static let side = 168
  /// Pictures of a row of enlarged ones.
  private static let columns = 8
  /// The most pixels of a sheet of enlarged pictures.
  private static let mostPixels = 1 << 24

  /// A sheet of pictures, each large enough to be looked at as long as they are not too many, and small enough for the
  /// sheet to be a picture that others can read.
  ///
  /// - Precondition: there is a picture, and all have the same size.
  package init(enlarging pictures: [GrayPicture]) {
    precondition(!pictures.isEmpty, "a sheet without pictures")
    let longest = max(pictures[0].rows, pictures[0].columns)
    let room = Self.mostPixels / pictures.count
    let side = max(1, Int(Double(room).squareRoot()))
    guard pictures[0].pixels.count <= room else {
      self.init(pictures.map { $0.reduced(toFit: side) }, columns: Self.columns(pictures.count, rows: side))
      return
    }
    let factor = (1...max(1, Self.side / longest)).last { $0 * $0 <= room / pictures[0].pixels.count } ?? 1
    let columns = Self.columns(pictures.count, rows: pictures[0].rows * factor)
    self.init(pictures.map { $0.enlarged(by: factor) }, columns: columns)
  }

  /// How many pictures of so many pixel rows a sheet has side by side, so that it is not too high.
  private static func columns(_ pictures: Int, rows: Int) -> Int {
    let mostRows = max(1, (PictureLimits.side - frame) / (rows + frame))
    return min(pictures, max(columns, (pictures + mostRows - 1) / mostRows))
  }

  /// A sheet with `columns` pictures a row; what is left of the last row has the frame's shade.
  ///
  /// - Precondition: there is a picture, all have the same size, and there is a column.
  package init(_ pictures: [GrayPicture], columns: Int) {
    precondition(!pictures.isEmpty && columns >= 1, "a sheet without pictures")
    let (rows, width, height) = (
      (pictures.count + columns - 1) / columns, pictures[0].columns + Self.frame, pictures[0].rows + Self.frame
    )
    let total = columns * width + Self.frame
    var pixels = [UInt8](repeating: Self.frameShade, count: total * (rows * height + Self.frame))
    for (index, picture) in pictures.enumerated() {
      precondition(
        picture.rows == pictures[0].rows && picture.columns == pictures[0].columns, "pictures of several sizes")
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      for y in 0..<picture.rows {
        let start = (row * height + Self.frame + y) * total + column * width + Self.frame
        pixels.replaceSubrange(
          start..<start + picture.columns, with: picture.pixels[y * picture.columns..<(y + 1) * picture.columns])
      }
    }
    picture = GrayPicture(rows: rows * height + Self.frame, columns: total, pixels: pixels)
  }
}
